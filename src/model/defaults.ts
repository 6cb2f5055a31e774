import { ipvsadmDefaults } from "../ipvs/ipvsadm-defaults.ts";
import type { Ipv4 } from "./address.ts";
import type { WhenAllFail } from "./check-declaration.ts";
import { webPorts } from "./web-ports.ts";

/** The values for options that a declaration leaves out. The documentation of each option names its default too. */
export const defaults = {
	sshPort: 22,
	user: "root",
	/** How many seconds we try to reach a host before a change: one that boots is waited for. */
	connectSeconds: 30,
	/** The same before a look, as of `lvsctl status`. */
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
	/** Where the distributions have the data of MariaDB. */
	databaseDirectory: "/var/lib/mysql",
	/** How many requests the web server of a real server works on at once, as distributions set it up: each may have a connection. */
	webWorkers: 150,
	/** How many seconds a replica may be behind before it is taken out. */
	maxLagSeconds: 10,
	/** How many seconds a visitor who wrote reads where it was written: longer than a replica is behind before it is taken out. */
	ownWritesSeconds: 30,
	/** User id of www-data in the Debian family. */
	storageOwner: 33,
	/** Memory of a session store. */
	sessionMegabytes: 64,
	/** How many seconds a request may hold its session. */
	sessionLockSeconds: 120,
	/** Memory of an object cache, and its port: a session store of the same machine has the usual one. */
	objectMegabytes: 64,
	objectPort: 6380,
	drainSeconds: 30,
	/** The largest file that users of an application can upload: pictures of telephones have up to 12 MB, short films more. */
	uploadMegabytes: 64,
	mailSecurity: "starttls",
	/** A packet filter belongs to whoever runs the host: it is opened where that is declared. */
	openFilters: false,
	/** A real server that fails is out after twice this and the time that one answer may take. */
	checkEverySeconds: 2,
	checkFailures: 2,
	/** The same, where the page is made by an application from its database. */
	applicationCheckSeconds: 5,
	/** HTTP status of a page that is good. */
	checkStatus: [200] as readonly number[],
	/** Who runs a check's own program. */
	checkUser: "nobody",
	whenAllFail: "refuse" as WhenAllFail,
	/** As keepalived's. */
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
