/** The address and port of the kernel's connection sync: ip_vs_sync.c. */
export const syncSocket = { group: "224.0.0.81", port: 8848 };

/** `id 37 on eth2`: the number and the link of a kernel's connection sync. A link that is not declared is left out. */
export function formatSync(id: number, link?: string): string {
	return `id ${id}${link === undefined ? "" : ` on ${link}`}`;
}

export function parseSync(text: string): {
	readonly id: number;
	readonly link: string | undefined;
} {
	const [, id, link] = /^id (\d+)(?: on (\S+))?$/.exec(text) ?? [];
	return { id: Number(id), link };
}
