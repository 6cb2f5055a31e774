import type { Desired } from "../../model/desired.ts";
import { markers } from "../block.ts";
import { hostsFile, hostsTemplate } from "../hosts-template.ts";
import type { Observed } from "../observed.ts";

/** Says that our lines in /etc/hosts are gone after the next boot, as cloud-init writes the file anew. The template that it takes is the operator's. */
export function lostAtBoot(
	{ files }: Desired,
	{ hostsAnew, family }: Pick<Observed, "hostsAnew" | "family">,
): string[] {
	const ours = files[hostsFile];
	if (hostsAnew === undefined || ours?.block === undefined) return [];
	const [begin, end] = markers(ours.block);
	const template = hostsTemplate(family);
	return [
		`cloud-init writes ${hostsFile} anew at each boot (manage_etc_hosts, ${hostsAnew}): our line ${JSON.stringify(ours.content.trim())} is gone then, until the next up, and requests of the application to itself ask a name server. Once it is there, take it into the template too: sed -n '/^${begin}$/,/^${end}$/p' ${hostsFile} >>${template}; or write manage_etc_hosts: localhost`,
	];
}
