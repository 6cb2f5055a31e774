/** The file of a systemd unit: `web` -> `web.service`; one that names its type stays. */
export function unitFile(name: string): string {
	return /\.(mount|timer|socket|path|target)$/.test(name)
		? name
		: `${name}.service`;
}
