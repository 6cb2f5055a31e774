import { ipvsadmDefaults } from "../ipvs/ipvsadm-defaults.ts";
import type { Ipv4 } from "./address.ts";
import { webPorts } from "./web-ports.ts";

/** What holds where a declaration says nothing. The documentation of each option names its default too. */
export const defaults = {
	sshPort: 22,
	user: "root",
	// as somebody who knows ipvsadm expects
	scheduler: ipvsadmDefaults.scheduler,
	weight: ipvsadmDefaults.weight,
	mask: ipvsadmDefaults.mask as Ipv4,
	tunnelType: ipvsadmDefaults.tunnelType,
	guePort: 5555,
	drainSeconds: 30,
	/** Ports of the page that names a real server. */
	page: [webPorts.http] as readonly number[],
	/** Header that names a real server. */
	header: "X-Real-Server",
} as const;

/** The TCP port of a web site that names none. */
export function sitePort(hasTls: boolean): number {
	return hasTls ? webPorts.https : webPorts.http;
}
