import type { Family } from "../model/family.ts";

/** The file that all programs read for names, besides name servers. */
export const hostsFile = "/etc/hosts";

/** What cloud-init makes /etc/hosts of, where it is told to do so at each boot. */
export function hostsTemplate(family: Family): string {
	return `/etc/cloud/templates/hosts.${family === "debian" ? "debian" : "redhat"}.tmpl`;
}
