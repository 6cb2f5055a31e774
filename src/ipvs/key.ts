/** Separates the two parts in the key of a real server: `-t 172.18.0.70:80 -r 172.18.0.67:80`. The key of a service has only the first part. */
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

/** A key as words of a command line. */
export function wordsOfKey(key: string): string[] {
	return key.split(" ");
}

/** Separates the words that name a service from those that follow them. A mark of IPv6 has three, `-f 7 -6`, any other service two. */
export function cutService(
	words: readonly string[],
): readonly [service: readonly string[], rest: readonly string[]] {
	const length = words[2] === "-6" ? 3 : 2;
	return [words.slice(0, length), words.slice(length)];
}

/** The same in awk, for decisions on a host: the service with which a line begins. */
export const serviceInAwk = '$1 " " $2 ($3 == "-6" ? " -6" : "")';

/** A service with its real servers in one line, as a record's file has them: `-t 172.18.0.70:80 172.18.0.67:80 172.18.0.68:80`. */
export function formatServiceLine(
	service: string,
	servers: readonly string[],
): string {
	return [service, ...servers].join(" ");
}

/** Reads such a line: the key of the service, and those of its real servers. */
export function parseServiceLine(line: string): {
	readonly service: string;
	readonly servers: readonly string[];
} {
	const [words, servers] = cutService(line.trim().split(" "));
	const service = words.join(" ");
	return {
		service,
		servers: servers.map((server) => serverKey(service, server)),
	};
}

/** The keys that name services. */
export function serviceKeys(rules: Readonly<Record<string, string>>): string[] {
	return Object.keys(rules).filter((key) => !isServerKey(key));
}
