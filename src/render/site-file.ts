import { familyName, type HostText, hostText } from "../model/host-text.ts";

/** The file of sites that have names. The web server reads it after those of others, so that none of ours answers in their place. */
export function siteFile(component: string): HostText {
	return hostText`${familyName("httpd-sites")}/zz-lvs-site-${component}.conf`;
}

/** The file of sites without a name, which is read before those of others: on their ports they answer for all names that no other site has. */
export function firstSiteFile(component: string): HostText {
	return hostText`${familyName("httpd-conf")}/lvs-site-${component}.conf`;
}
