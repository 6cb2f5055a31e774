/**
 * How the director finds out whether a real server serves. A real server that fails gets no new connections, until it passes
 * again. The check goes the way of the clients: through IPVS to the VIP, to this one real server.
 */
export type CheckDeclaration = CheckSettings &
	(
		| TcpCheckDeclaration
		| HttpCheckDeclaration
		| HttpsCheckDeclaration
		| DnsCheckDeclaration
		| CommandCheckDeclaration
	);

/** How often a check asks, and when it believes the answers. */
export interface CheckSettings {
	/** Seconds between two checks of a real server, 0.5 to 3600. Default 2. */
	readonly everySeconds?: number;
	/** How long an answer may take: seconds, 0.1 to 3600. Default: `everySeconds`. */
	readonly timeoutSeconds?: number;
	/**
	 * How many checks must fail, one after the other, until the real server gets no new connections: 1 to 100. Default 2. It is
	 * out after at most `everySeconds` x `failures` + `timeoutSeconds`. One check that passes brings it back.
	 */
	readonly failures?: number;
	/** Another port of the VIP, 1 to 65535. Default: the port of the service, of a mark its first. */
	readonly port?: number;
}

/** A connection is accepted. */
export interface TcpCheckDeclaration extends Only<"tcp"> {
	readonly tcp: true;
}

/** A page is served. */
export interface HttpCheckDeclaration extends Only<"http">, PageCheckSettings {
	/**
	 * Path of the page, with its query.
	 * @example "/health"
	 */
	readonly http: string;
}

/** A page is served by TLS. The certificate is not verified. */
export interface HttpsCheckDeclaration
	extends Only<"https">,
		PageCheckSettings {
	/** Path of the page, with its query. */
	readonly https: string;
}

interface PageCheckSettings {
	/** Name of the site, in the request and in TLS (SNI). Default: none, which gets the web server's first site. */
	readonly hostName?: string;
	/** HTTP status that is good, or several: 100 to 599. Default 200. */
	readonly status?: number | readonly number[];
	/** Text that must stand in the page. Default: any page is good. */
	readonly text?: string;
}

/** A name is resolved. The answer may be empty, but must be no failure. */
export interface DnsCheckDeclaration extends Only<"dns"> {
	/**
	 * The name that is asked for.
	 * @example "www.example.com"
	 */
	readonly dns: string;
	/** Type of the record. Default "A". */
	readonly recordType?: DnsRecordType;
}

/** A program of yours on the director says so: its exit status is 0. */
export interface CommandCheckDeclaration extends Only<"command"> {
	/**
	 * Absolute path of the program on the director. It is called with the real server's address and the port, and cannot go the
	 * way of the clients. It must belong to root, and nobody else may write it.
	 */
	readonly command: string;
	/** Who runs it. Default "nobody". */
	readonly runAs?: string;
}

/** The kinds of checks, by the key that declares each. */
export const checkKinds = ["tcp", "http", "https", "dns", "command"] as const;

export type CheckKind = (typeof checkKinds)[number];

export const dnsRecordTypes = ["A", "AAAA", "NS", "SOA", "TXT"] as const;

export type DnsRecordType = (typeof dnsRecordTypes)[number];

type Only<Kind extends CheckKind> = {
	readonly [Other in Exclude<CheckKind, Kind>]?: never;
};
