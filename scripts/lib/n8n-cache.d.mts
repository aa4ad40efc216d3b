export function cacheRoot(): string;
export function ensureN8n(): Promise<string>;
