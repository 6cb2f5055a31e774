/** What a client sends during a drill. */
export interface LoadOptions {
	/** What each request asks for. */
	readonly url: string;
	/** Where all connections go, whatever host the URL names: `172.18.0.70:80`. */
	readonly to: string;
	/** New requests a second. */
	readonly rate: number;
	/** What one request may take, from its own start, in seconds. */
	readonly timeoutSeconds: number;
	/** How many connections are held open. */
	readonly hold: number;
	/** What is downloaded slowly to hold them. Undefined: a connection is held by a request now and then. */
	readonly download?: string;
	/** For how long nothing may come of a download, in seconds beside the time of a request: while the event lasts, nothing need come. */
	readonly stallSeconds: number;
}
