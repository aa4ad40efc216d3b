export interface Packed {
	path: string;
	name: string;
	version: string;
	size: number;
	files: string[];
}
export function pack(folder: string): Promise<Packed>;
export function unpack(tarball: string, folder: string): Promise<void>;
