/** What a web server does before a role of ours comes to it. */
export interface FoundWebServer {
	/** Debian's Apache serves by threads: `event` or `worker`. PHP as a module cannot run so. Undefined: it serves by processes, or there is no Apache. */
	readonly threads: string | undefined;
	/** Whether it runs PHP already. */
	readonly php: boolean;
	/** The name of PHP's module where that is there and off. Undefined: it is on, it is not there, or nobody asked, as after a change. */
	readonly phpOff?: string | undefined;
	/** Whether a line of its configuration hands the PHP of all sites to php-fpm. */
	readonly phpFpm: boolean;
	readonly http2: boolean;
	readonly active: boolean;
	/** Ports on which it listens by its own configuration when it starts, and on which another program listens now. */
	readonly taken: readonly string[];
	/** Its virtual hosts, in the order in which it asks them for a name. */
	readonly hosts: readonly FoundVirtualHost[];
	/** Where it listens by its configuration. Empty where that cannot be read: every web server listens somewhere. */
	readonly listens: readonly FoundListen[];
	/** Whether it has TLS, by a file of others. */
	readonly tls: boolean;
	/** On how many requests it works at once by a line of its configuration, where these are more than by itself. Undefined: by itself, or fewer. */
	readonly workers?: { readonly count: number; readonly place: string };
	/** The directory that it serves where no virtual host has a port. Empty where none is said. */
	readonly root: string;
	/** What lies there and in the distribution's own one, apart from what the distribution and we brought, and lines that answer there by themselves. */
	readonly content: readonly string[];
}

export interface FoundVirtualHost {
	/** `*`: any that no other has. */
	readonly address: string;
	/** `*`: any. */
	readonly port: string;
	/** With its file and line: `old.test (/etc/apache2/sites-enabled/corp.conf:1)`. */
	readonly site: string;
	/** Whom it answers for: its own name, and its aliases, which may have `*` and `?`. */
	readonly names: readonly string[];
	/** A component's, the distribution's as it came, or an operator's. */
	readonly whose: "ours" | "stock" | "others";
}

export interface FoundListen {
	/** `*`: all of them. */
	readonly address: string;
	readonly port: string;
	/** File and line. */
	readonly place: string;
	readonly ours: boolean;
}

/** The place of a shared directory, as it was found. */
export type FoundSharedPlace =
	/** A part of its path is a symbolic link. */
	| {
			/** The last part that is one. */
			readonly link: string;
			/** The place without any link. */
			readonly leadsTo: string;
	  }
	/** What is mounted there. */
	| { readonly mounted: string };

/** What a database engine has and does before a role of ours comes to it. */
export interface FoundEngine {
	/** The machine has MySQL, which the package of MariaDB would replace. */
	readonly isMysql: boolean;
	/** No MariaDB runs. */
	readonly isAway: boolean;
	/** Why the running engine does not answer us. Undefined: it answers, or it does not run. */
	readonly closed: string | undefined;
	/** Undefined: it does not run, does not answer, or was not asked. */
	readonly open:
		| {
				readonly port: number;
				/** How many clients it serves at once. */
				readonly connections: number;
				/** Where its data is, without a slash at its end. */
				readonly directory: string;
				/** Its `bind-address`; `*` where none is set. */
				readonly bound: string;
				/** Whether it, or another program, listens at the declared address and port. */
				readonly listens: boolean;
				/** All databases, also its own. */
				readonly databases: readonly string[];
				/** All users, as `app@127.0.0.1`. */
				readonly users: readonly string[];
		  }
		| undefined;
	/** It is a copy of ours, and takes writes: somebody made it the one that is written to. */
	readonly promoted: boolean;
	/** Accounts in it that the role's script made, as `shop@172.18.0.0/255.255.255.0`. Undefined: an earlier version made some, and kept no list. */
	readonly made: readonly string[] | undefined;
	/** What its files set, in the order in which they are read. Our files are left out, and files that are as the distribution brought them. */
	readonly written: readonly WrittenSetting[];
	/** What our files set. */
	readonly besides: readonly WrittenSetting[];
}

export interface WrittenSetting {
	/** File and line. */
	readonly place: string;
	/** As we write it: `max-connections`. */
	readonly name: string;
	/** As it is written there; empty if the name has no value. */
	readonly value: string;
}

/** Directories of users' data that are not as a role's script noted them. */
export interface FoundLostData {
	/** The file with the note. */
	readonly note: string;
	/** Whether the note exists: an earlier version wrote none. */
	readonly isNoted: boolean;
	readonly gone: readonly string[];
	/** Directory that is empty -> the mount on which it lay, and which is not mounted now. */
	readonly bare: Readonly<Record<string, string>>;
}

/** What a host serves by NFS, or is to serve. */
export interface FoundExports {
	/** Whether its server runs. */
	readonly active: boolean;
	/** What it serves now, each as `/srv/home to 10.0.0.0/24`. */
	readonly open: readonly string[];
	/** Lines in files of others that the server reads when it starts, each as `/etc/exports:3: /srv/home`. */
	readonly written: readonly string[];
}
