/** The file name of a systemd unit: `web` -> `web.service`. A name that includes its type stays as it is. */
export function unitFile(name: string): string {
	return /\.(mount|timer|socket|path|target)$/.test(name)
		? name
		: `${name}.service`;
}
