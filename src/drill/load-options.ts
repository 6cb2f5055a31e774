/** What a client sends during a drill. */
export interface LoadOptions {
	/** The URL of each request. */
	readonly url: string;
	/** Where all connections go, whatever host the URL names: `172.18.0.70:80`. */
	readonly to: string;
	/** New requests a second. */
	readonly rate: number;
	/** How long one request may take, from its own start, in seconds. */
	readonly timeoutSeconds: number;
	/** How many connections are held open. */
	readonly hold: number;
	/** The URL that is downloaded slowly to hold connections. Undefined: a connection is held by a request now and then. */
	readonly download?: string;
	/** For how long a download may get no data, in seconds besides the time of a request: while the event lasts, no data need come. */
	readonly stallSeconds: number;
}
