import { familyName, type HostText, hostText } from "../model/host-text.ts";

/** The file of sites that have names. The web server reads it after the files of others, so that none of our sites answers in their place. */
export function siteFile(component: string): HostText {
	return hostText`${familyName("httpd-sites")}/zz-lvs-site-${component}.conf`;
}

/** The file of sites without a name. It is read before the files of others: on their ports these sites answer for all names that no other site has. */
export function firstSiteFile(component: string): HostText {
	return hostText`${familyName("httpd-conf")}/lvs-site-${component}.conf`;
}
