import { ipvsadmDefaults } from "../ipvs/ipvsadm-defaults.ts";
import type { Ipv4 } from "./address.ts";
import type { WhenAllFail } from "./check-declaration.ts";
import { webPorts } from "./web-ports.ts";

/** The values for options that a declaration leaves out. The documentation of each option names its default too. */
export const defaults = {
	sshPort: 22,
	user: "root",
	/** How many seconds we try to reach a host before a change: long enough for one that boots. */
	connectSeconds: 30,
	/** How many seconds we try before a look, as of `lvsctl status`. */
	lookSeconds: 10,
	// the default of ipvsadm, as its users expect
	scheduler: ipvsadmDefaults.scheduler,
	weight: ipvsadmDefaults.weight,
	mask: ipvsadmDefaults.mask as Ipv4,
	tunnelType: ipvsadmDefaults.tunnelType,
	guePort: 5555,
	databasePort: 3306,
	/** How many clients an engine serves at once: the workers of four web servers as distributions set them up. */
	databaseConnections: 600,
	/** Where the distributions keep the data of MariaDB. */
	databaseDirectory: "/var/lib/mysql",
	/** How many requests the web server of a real server handles at once, as distributions set it up: each may have a connection to the database. */
	webWorkers: 150,
	/** How many seconds a replica may be behind before it is taken out. */
	maxLagSeconds: 10,
	/** For how many seconds a visitor who wrote reads from the engine that takes writes: longer than a replica may be behind. */
	ownWritesSeconds: 30,
	/** User id of www-data in the Debian family. */
	storageOwner: 33,
	/** Memory of a session store. */
	sessionMegabytes: 64,
	/** How many seconds a request may hold its session. */
	sessionLockSeconds: 120,
	/** Memory of an object cache, and its port: the usual port is that of a session store, which may be on the same machine. */
	objectMegabytes: 64,
	objectPort: 6380,
	drainSeconds: 30,
	/** The largest file that users of an application can upload: pictures of telephones have up to 12 MB, short films more. */
	uploadMegabytes: 64,
	mailSecurity: "starttls",
	/** A packet filter belongs to the operator of the host: it is only opened if that is declared. */
	openFilters: false,
	/** Seconds between checks. A real server that does not answer is out after at most three times this, and a second for the second try. */
	checkEverySeconds: 2,
	checkFailures: 2,
	/** The same, for a page that an application makes from its database. */
	applicationCheckSeconds: 5,
	/** HTTP status of a page that is good. */
	checkStatus: [200] as readonly number[],
	/** The user who runs a check's own program. */
	checkUser: "nobody",
	whenAllFail: "refuse" as WhenAllFail,
	/** The same number as keepalived's. */
	advertSeconds: 1,
	/** Ports of the page that names a real server, where a declaration asks for the page and names no ports. */
	pagePorts: [webPorts.http] as readonly number[],
	/** Name of the HTTP header that carries the name of the real server. */
	header: "X-Real-Server",
} as const;

/** The TCP port of a web site that declares no port. */
export function sitePort(hasTls: boolean): number {
	return hasTls ? webPorts.https : webPorts.http;
}
