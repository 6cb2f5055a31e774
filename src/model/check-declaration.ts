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
		| UdpCheckDeclaration
		| CommandCheckDeclaration
	);

/** How often a check asks, and how many results decide. */
export interface CheckSettings {
	/** Seconds between two checks of a real server, 0.5 to 3600. Default 2. */
	readonly everySeconds?: number;
	/** How long an answer may take: seconds, 0.1 to 3600. Default: `everySeconds`. */
	readonly timeoutSeconds?: number;
	/**
	 * How many checks must fail, one after the other, until the real server gets no new connections: 1 to 100. Default 2. One check that passes brings it back. It
	 * is out after at most `everySeconds` + `failures` x `timeoutSeconds` + (`failures` - 1) x `retrySeconds`; if it refuses, after at most `everySeconds` +
	 * (`failures` - 1) x `retrySeconds`.
	 */
	readonly failures?: number;
	/**
	 * Seconds from a check that failed to the next one, 0.1 to 3600. A real server that refuses for a shorter time than this, as it starts again, is not taken out.
	 * Default: 1, or half of `everySeconds` where that is less, or what `timeoutSeconds` leaves of `everySeconds` where that is more.
	 */
	readonly retrySeconds?: number;
	/**
	 * Seconds in which the weight of a real server that passes again rises to the declared one, from a small share: 1 to 3600. Default: it has the full weight at
	 * once.
	 * @example 60
	 */
	readonly slowStartSeconds?: number;
	/**
	 * A program on each director that is called when a real server fails, and gets no new connections, and when it passes again: its arguments are `out` or `in`,
	 * the real server's address, the port, and the cluster's name. It runs as root, 30 seconds at most; nothing waits for it. Default: none.
	 * @example "/usr/local/sbin/told"
	 */
	readonly tell?: string;
	/** Another port of the VIP, 1 to 65535. Default: the port of the service; for a service by a mark, its first port. */
	readonly port?: number;
}

/** A connection is accepted, or a message over it is answered. */
export interface TcpCheckDeclaration extends Only<"tcp"> {
	/**
	 * `true`: a connection is enough. An object says how the answer must begin, so that a program which accepts connections and does not work fails.
	 * @example { send: "PING\r\n", expect: "+PONG" }
	 */
	readonly tcp: true | TcpTalkDeclaration;
}

/** A message over a connection, and its answer. */
export interface TcpTalkDeclaration {
	/** What is sent. Default: nothing, as the program speaks first (SSH, SMTP, MariaDB). */
	readonly send?: Bytes;
	/** How the answer must begin. */
	readonly expect: Bytes;
}

/** A page is served. */
export interface HttpCheckDeclaration extends Only<"http">, PageCheckSettings {
	/**
	 * Path of the page, with its query.
	 * @example "/health"
	 */
	readonly http: string;
}

/** A page is served by TLS. */
export interface HttpsCheckDeclaration
	extends Only<"https">,
		PageCheckSettings {
	/** Path of the page, with its query. */
	readonly https: string;
	/**
	 * Whether the certificate must be good: not expired, for `hostName`, and signed by an authority that the director's system trusts (`true`) or by one that is
	 * given here, as certificates in PEM. Default: it is not looked at, as a real server with a bad one may still serve.
	 * @example true
	 */
	readonly verify?: true | string;
}

interface PageCheckSettings {
	/** Name of the site, in the request and in TLS (SNI). Default: none, which gets the web server's first site. */
	readonly hostName?: string;
	/** The HTTP status that is good, or several: 100 to 599. Default 200. */
	readonly status?: number | readonly number[];
	/**
	 * Text that the page must contain. keepalived of some distributions, as RHEL's, cannot look for one: `lvsctl status` says so there. Default: any page is good.
	 */
	readonly text?: string;
	/**
	 * MD5 of the page: 32 hexadecimal digits, as `genhash` of keepalived and `curl … | md5sum` print it. Any change of the page takes the real
	 * server out. Default: any page is good.
	 * @example "640205b7b0fc66c1ea91c463fac6334d"
	 */
	readonly digest?: string;
	/**
	 * Other pages that must be good too, of the same site and port. Each is asked separately, as often. At most 16. Default: none.
	 * @example [{ page: "/login" }]
	 */
	readonly also?: readonly AlsoPageDeclaration[];
}

/** Another page that a check asks for. */
export interface AlsoPageDeclaration {
	/** Its path, with its query. */
	readonly page: string;
	/** HTTP status that is good, or several. Default 200. */
	readonly status?: number | readonly number[];
	/**
	 * Text that the page must contain. keepalived of some distributions, as RHEL's, cannot look for one: `lvsctl status` says so there. Default: any page is good.
	 */
	readonly text?: string;
	/** MD5 of the page. Default: any page is good. */
	readonly digest?: string;
}

/** A name is resolved. The answer may be empty, but must not be a failure. */
export interface DnsCheckDeclaration extends Only<"dns"> {
	/**
	 * The name that is asked for.
	 * @example "www.example.com"
	 */
	readonly dns: string;
	/** Type of the record. Default "A". */
	readonly recordType?: DnsRecordType;
}

/** A datagram is answered. A machine that is switched off sends no answer, so the check must expect one. */
export interface UdpCheckDeclaration extends Only<"udp"> {
	readonly udp: {
		/** What is sent. */
		readonly send: Bytes;
		/** How the answer must begin. */
		readonly expect: Bytes;
	};
}

/**
 * 1 to 200 bytes: a text, which is taken as UTF-8, or the bytes themselves.
 * @example "ping\n"
 */
export type Bytes = string | readonly number[];

/** A program of yours on the director decides: if its exit status is 0, the check passes. */
export interface CommandCheckDeclaration extends Only<"command"> {
	/**
	 * Absolute path of the program on the director. It is called with the real server's address and its own port, and cannot go the
	 * way of the clients. It must belong to root, and nobody else may write it.
	 */
	readonly command: string;
	/** Who runs it, a user of the director. Default "nobody". */
	readonly runAs?: string;
}

/** The kinds of checks, by the key that declares each. */
export const checkKinds = [
	"tcp",
	"http",
	"https",
	"dns",
	"udp",
	"command",
] as const;

export type CheckKind = (typeof checkKinds)[number];

export const dnsRecordTypes = ["A", "AAAA", "NS", "SOA", "TXT"] as const;

export type DnsRecordType = (typeof dnsRecordTypes)[number];

/** What becomes of clients while every real server fails its check. */
export const whenAllFail = ["refuse", "keepAll"] as const;

export type WhenAllFail = (typeof whenAllFail)[number];

type Only<Kind extends CheckKind> = {
	readonly [Other in Exclude<CheckKind, Kind>]?: never;
};
