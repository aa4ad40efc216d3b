// Documents of which a part is generated, between two marks.

/** Puts a text between the marks of a document, in place of what was there. */
export function withMarked(document: string, name: string, text: string): string {
	const [begin, end] = marksOf(name);
	const from = document.indexOf(begin);
	const to = document.indexOf(end);
	if (from === -1 || to < from) throw new Error(`The document has no marks for ${name}`);
	return `${document.slice(0, from)}${begin}\n\n${text}\n\n${document.slice(to)}`;
}

/** The marks around what is generated under a name. */
export function marksOf(name: string): [string, string] {
	return [`<!-- ${name}: begin -->`, `<!-- ${name}: end -->`];
}
