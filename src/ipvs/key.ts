/** Separates the two parts in the key of a real server: `-t 172.18.0.70:80 -r 172.18.0.67:80`. The key of a service is the first part alone. */
const separator = " -r ";

export function isServerKey(key: string): boolean {
	return key.includes(separator);
}

/** The key of the service to which a key belongs. A service's key belongs to itself. */
export function serviceOfKey(key: string): string {
	return key.split(separator)[0] ?? key;
}

/** Address and port of the real server; empty for the key of a service. */
export function serverOfKey(key: string): string {
	return key.split(separator)[1] ?? "";
}

/** The key of a real server in a service. */
export function serverKey(service: string, server: string): string {
	return `${service}${separator}${server}`;
}

/** The keys that name services. */
export function serviceKeys(rules: Readonly<Record<string, string>>): string[] {
	return Object.keys(rules).filter((key) => !isServerKey(key));
}
