/** A key of `Desired.ipvs` names a service, `-t 172.18.0.70:80`, or a real server of it, `-t 172.18.0.70:80 -r 172.18.0.67:80`. */
const separator = " -r ";

export function isServerKey(key: string): boolean {
	return key.includes(separator);
}

/** The service that a key is of: of a service itself. */
export function serviceOfKey(key: string): string {
	return key.split(separator)[0] ?? key;
}

/** Address and port of the real server, empty for a service. */
export function serverOfKey(key: string): string {
	return key.split(separator)[1] ?? "";
}

/** The key of a service's real server. */
export function serverKey(service: string, server: string): string {
	return `${service}${separator}${server}`;
}

/** The services among rules. */
export function serviceKeys(rules: Readonly<Record<string, string>>): string[] {
	return Object.keys(rules).filter((key) => !isServerKey(key));
}
