import type { PhpFpmDeclaration } from "./php-fpm.ts";

/** How visitors reach an application. */
export interface FrontDeclaration {
	/**
	 * The URL that visitors use. All links and cookies are made for it. With `https`, declare `tls` or `behindTls` too.
	 * @example "https://www.example.com"
	 */
	readonly url: string;
	/** Host names that the site had before, or has beside: whoever asks for one is sent to `url` (301). `"*.example.com"` is all names below one. */
	readonly aliases?: readonly string[];
	/** TLS ends on the real servers, by this certificate (and its chain) and private key, in PEM. The key is a Pulumi secret. */
	readonly tls?: {
		readonly certificate: string;
		readonly key: string;
	};
	/**
	 * TLS ends before the real servers, e.g. on a proxy in front of the director. The application asks itself by its URL too: the real servers must find that
	 * name by a name server, and reach what ends TLS.
	 */
	readonly behindTls?: BehindTlsDeclaration;
	/** Size of the largest file that users can upload, in megabytes, 1 to 2048. PHP takes a request that is 8 MB larger. Default 64. */
	readonly uploadMegabytes?: number;
	/** Settings of php.ini for this site: `{ "memory_limit": "256M" }`. */
	readonly phpSettings?: Readonly<Record<string, string>>;
	/**
	 * Run PHP by php-fpm, with a pool of this site's own; `{ workers: 40 }` sets its number of workers. The web server keeps its way of working and its modules,
	 * and needs no module of PHP. Debian family only: elsewhere PHP already runs by php-fpm. Default false: as a module of the web server.
	 */
	readonly phpFpm?: boolean | PhpFpmDeclaration;
}

export interface BehindTlsDeclaration {
	/**
	 * The senders that are believed when they say that a visitor came by HTTPS (`X-Forwarded-Proto: https`): IPv4 addresses, and networks where nobody else is.
	 * @example ["172.18.0.5", "10.0.7.0/24"]
	 */
	readonly from: readonly string[];
	/** TCP port of the real servers. Default 80. */
	readonly port?: number;
}
