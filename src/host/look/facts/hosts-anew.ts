import { familyNames } from "../../../model/family.ts";
import { blockOf } from "../../block.ts";
import { hostsFile, hostsTemplate } from "../../hosts-template.ts";
import type { Question } from "../../question.ts";

/**
 * Where cloud-init is told to write /etc/hosts anew at each boot (`manage_etc_hosts: true`, or `template`). What the user gave the machine counts first, then what
 * the cloud gave it, then files of the system, of which the last one counts. Where cloud-init is switched off, /run/cloud-init/enabled is missing.
 */
export const hostsAnew: Question<string | undefined> = {
	reads: ({ files }) =>
		hostsFile in files ? familyNames.map(hostsTemplate) : [],
	probe: ({ files }) =>
		hostsFile in files
			? `[ ! -e /run/cloud-init/enabled ] || grep -sHnE '^manage_etc_hosts[[:space:]]*:' \\
	/var/lib/cloud/instance/cloud-config.txt /var/lib/cloud/instance/vendor2-cloud-config.txt /var/lib/cloud/instance/vendor-cloud-config.txt \\
	/etc/cloud/cloud.cfg /etc/cloud/cloud.cfg.d/*.cfg || true`
			: "",
	parse({ lines, texts, family }, { files }) {
		const ours = files[hostsFile];
		if (ours === undefined) return undefined;
		const said = lines.flatMap((line) => {
			const [, place, value] =
				/^(\S+:\d+):manage_etc_hosts\s*:\s*(.*?)\s*(?:#.*)?$/.exec(line) ?? [];
			return place === undefined || value === undefined
				? []
				: [{ place, value: value.replace(/^(["'])(.*)\1$/, "$2") }];
		});
		const given = said.find(({ place }) => place.startsWith("/var/"));
		const { place, value = "" } = given ?? said.at(-1) ?? {};
		const anew = ["true", "1", "on", "yes", "template"];
		if (!anew.includes(value.toLowerCase())) return undefined;
		const template = texts.get(hostsTemplate(family)) ?? "";
		return ours.block !== undefined &&
			blockOf(template, ours.block) === ours.content
			? undefined
			: place;
	},
};
