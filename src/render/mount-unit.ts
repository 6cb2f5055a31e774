/** The name of the mount unit for a path, as `systemd-escape --path --suffix=mount` gives it. */
export function mountUnit(path: string): string {
	const escaped = path
		.replace(/^\//, "")
		.replace(
			/[^A-Za-z0-9:_./]/g,
			(char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, "0")}`,
		)
		.replaceAll("/", "-");
	return `${escaped.replace(/^\./, "\\x2e")}.mount`;
}
