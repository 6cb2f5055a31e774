import type { HostText } from "../model/host-text.ts";
import { webPorts } from "../model/web-ports.ts";
import { renderTemplate } from "./template.ts";

/** The first lines of a file of ours for the web server: the modules that its sites need, and the ports that they add. */
export function httpdModules({
	fpm,
	tls,
	overrides = false,
	ports,
}: {
	/** PHP is handed to pools of our own. */
	readonly fpm: boolean;
	readonly tls: boolean;
	/** Whether a site reads `.htaccess`. Most of these files rewrite URLs. */
	readonly overrides?: boolean;
	readonly ports: readonly number[];
}): HostText {
	return renderTemplate("httpd/modules", {
		fpm,
		tls,
		overrides,
		// the web server's own configuration listens on the HTTP port, and if it has TLS also on the HTTPS port
		listens: [...new Set(ports)].filter(
			(port) => port !== webPorts.http && port !== webPorts.https,
		),
	});
}
