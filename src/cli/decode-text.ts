const encodings = [
	["utf-16le", [0xff, 0xfe]],
	["utf-16be", [0xfe, 0xff]],
] as const;

/** The text of bytes: UTF-16 where they begin with its mark, as PowerShell's `>` writes it, else UTF-8. The mark is left out. */
export function decodeText(bytes: Uint8Array): string {
	const [encoding = "utf-8"] =
		encodings.find(([, mark]) =>
			mark.every((byte, at) => bytes[at] === byte),
		) ?? [];
	return new TextDecoder(encoding).decode(bytes);
}
