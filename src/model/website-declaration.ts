import type { RealServerDeclaration } from "./declaration.ts";
import type { FilterDeclaration } from "./open-filters.ts";
import type { PhpFpmDeclaration } from "./php-fpm.ts";
import type { PhpSessions } from "./session-store.ts";

/** What a user writes to have web sites on the real servers of a cluster. */
export interface WebsiteDeclaration extends FilterDeclaration {
	/** The real servers, as the cluster has them. Only `host` is used here, and it must be given. */
	readonly realServers: Readonly<Record<string, RealServerDeclaration>>;
	/**
	 * The sites by name: at least one. A site without a `serverName` answers for all names that no other site has; where the operator's own web server
	 * has such a site on that port already, it is refused. One with a name takes nothing from others; where the operator's pages on that port come from no
	 * virtual host, it is refused too, as the first one answers for all names.
	 */
	readonly sites: Readonly<Record<string, SiteDeclaration>>;
	/**
	 * Header of every answer that names the real server, or false for none. The smoke tests of the program tell the real
	 * servers apart by it.
	 * Default "X-Real-Server".
	 */
	readonly header?: string | false;
	/** Packages and settings for the sites that have PHP. */
	readonly php?: PhpDeclaration;
}

export interface SiteDeclaration {
	/**
	 * TCP port of the real server. Default 80, with `tls` 443. The web server listens on it on all addresses. On one port either all sites have `tls` or none. 443
	 * is only for sites with `tls`, and 80 only for sites without.
	 */
	readonly port?: number;
	/**
	 * Host name that clients ask for. On one port of a real server a name can only belong to one site or application. Default: any name that no other site has.
	 */
	readonly serverName?: string;
	/** Further host names for the same site: `["example.com", "*.example.com"]`. A name that a site has as it stands is that of this site, also where a `*` covers it. */
	readonly aliases?: readonly string[];
	/** Absolute path of the directory that is served. Default `/var/www/lvs-<website>/<site>`. */
	readonly root?: string;
	/**
	 * Path below `root` -> text. `{{realServer}}` stands for the name of the real server.
	 * @example { "index.html": "<h1>{{realServer}}</h1>" }
	 */
	readonly files?: Readonly<Record<string, string>>;
	/** Whether `.htaccess` files below `root` are read, with what rewriting needs. Default: where one is among `files`. */
	readonly htaccess?: boolean;
	/** Install PHP, and run files whose names end in .php. Default false. */
	readonly php?: boolean;
	/**
	 * Settings of php.ini for this site: `{ "session.save_path": "/srv/sessions" }`. PHP then removes old sessions from such a directory itself, unless
	 * `session.gc_probability` says otherwise: distributions only clean their own directory.
	 */
	readonly phpSettings?: Readonly<Record<string, string>>;
	/** Serve by HTTPS with this certificate (and its chain) and private key, in PEM. The key is a Pulumi secret. */
	readonly tls?: {
		readonly certificate: string;
		readonly key: string;
	};
}

/** A site as the component `Website` declares it: with what PHP must know of the session store that the user gave. */
export interface SiteWithSessions extends SiteDeclaration {
	readonly sessions?: PhpSessions;
}

/** What the component `Website` gives to the door of the model. */
export interface WebsiteWithSessions extends Omit<WebsiteDeclaration, "sites"> {
	readonly sites: Readonly<Record<string, SiteWithSessions>>;
}

export interface PhpDeclaration {
	/** More packages, as the distribution names them: `["php-gd"]`. */
	readonly packages?: readonly string[];
	/** Settings of php.ini for all sites with PHP: `{ "upload_max_filesize": "20M" }`. */
	readonly settings?: Readonly<Record<string, string>>;
	/**
	 * Run PHP by php-fpm, with a pool of its own for each site; `{ workers: 40 }` sets the number of workers. The web server keeps its way of working and its
	 * modules, and needs no module of PHP. Debian family only: elsewhere PHP already runs by php-fpm. Default false: as a module of the web server.
	 */
	readonly fpm?: boolean | PhpFpmDeclaration;
}
