import { commandLine } from "../../ipvs/command.ts";
import { ruleKey } from "../../ipvs/rule.ts";
import type { Family } from "../../model/family.ts";
import { raw, sh } from "../../ssh/shell.ts";
import { markers } from "../block.ts";
import { owedFile } from "../look/facts/owed.ts";
import { unitFile } from "../look/facts/units.ts";
import { recordDirectory, rulesPath } from "../record.ts";
import { formatRecord, formatRules } from "../record-text.ts";
import { undo } from "./establishments.ts";
import { sedScript } from "./line-edits.ts";
import { sentArchive } from "./send-archive.ts";
import type { Step } from "./step.ts";

const systemUnits = "/etc/systemd/system";

/** The shell text of one step; its last status tells whether it was done. */
export function renderStep(step: Step, family: Family): string {
	switch (step.kind) {
		case "record":
			// without the record the rules say nothing
			return [
				...(step.rules
					? [
							sh`put ${rulesPath(step.owner)} 600 ${formatRules(step.record.ipvs)}`,
						]
					: []),
				sh`put ${`${recordDirectory(step.owner)}/record.json`} 600 ${formatRecord(step.record)}`,
			].join(" && ");
		case "forget":
			return sh`rm -rf -- ${recordDirectory(step.owner)} ${owedFile(step.owner)} && { rmdir --ignore-fail-on-non-empty /var/lib/pulumi-lvs /usr/local/lib/pulumi-lvs/* /usr/local/lib/pulumi-lvs 2>/dev/null || true; }`;
		case "keep":
			return sh`mkdir -p -- ${step.as.replace(/\/[^/]*$/, "")} && cp -p -- ${step.path} ${step.as}`;
		case "install":
			return install(step.packages, family);
		case "load":
			return sh`modprobe -a ${step.modules}`;
		case "unload":
			// one that others use stays, the rest goes (modprobe -r gives up at the first): it is named in what destroy reports
			// Again for those that came in an order of their own, from several declarations.
			return sh`{ for pass in 1 2 3; do ! rmmod ${step.modules} 2>/dev/null || break; done; }`;
		case "write": {
			const { block, content, mode, owner, test } = step.file;
			if (step.edits !== undefined)
				return sh`edit ${step.path} ${sedScript(step.edits, block)}`;
			const put =
				block !== undefined
					? sh`put_block ${step.path} ${mode} ${markers(block)} ${content}`
					: test !== undefined
						? sh`put_tested ${step.path} ${mode} ${content} ${test.split(" ")}`
						: sh`put ${step.path} ${mode} ${content}`;
			return owner === undefined
				? put
				: sh`${raw(put)} && chown ${owner} ${step.path}`;
		}
		case "directory":
			return sh`mkdir -p -- ${step.path} && chmod ${step.mode} ${step.path} && chown ${step.owner} ${step.path}`;
		case "unpack": {
			const { sha256, subtree, links } = step.archive;
			return sh`unpack ${sentArchive(sha256)} ${step.directory} ${subtree} ${sha256} ${Object.entries(links).flat()} && rm -f ${sentArchive(sha256)}`;
		}
		case "remove-directory":
			// what is in it is not ours; nor is one that is somebody's mount
			return sh`{ rmdir -- ${step.path} 2>/dev/null || true; }`;
		case "remove":
			return sh`rm -f -- ${step.paths.flatMap((path) => [path, `${path}.lvs-new`])}`;
		case "remove-block":
			return [
				sh`remove_block ${step.path} ${markers(step.block)}`,
				...(step.orFile
					? [sh`{ [ -s ${step.path} ] || rm -f ${step.path}; }`]
					: []),
			].join(" && ");
		case "restore":
			return sh`{ [ ! -e ${step.from} ] || mv -f -- ${step.from} ${step.path}; }`;
		case "mask":
			return sh`ln -sf /dev/null ${`${systemUnits}/${unitFile(step.unit)}`}`;
		case "unmask":
			return sh`{ [ "$(readlink ${`${systemUnits}/${unitFile(step.unit)}`})" != /dev/null ] || rm -f ${`${systemUnits}/${unitFile(step.unit)}`}; }`;
		case "enable":
			return sh`enable_unit ${unitFile(step.unit)}`;
		case "disable":
			return sh`rm -f "$wants"/${unitFile(step.unit)}`;
		case "reload-systemd":
			return "systemctl daemon-reload";
		case "start":
		case "stop":
			return sh`systemctl ${step.kind} ${step.units.map(unitFile)}`;
		case "reload":
			return sh`systemctl try-reload-or-restart ${unitFile(step.unit)}`;
		case "restart":
			return sh`systemctl try-restart ${unitFile(step.unit)}`;
		case "run":
			// the lock is not for what it leaves running
			return sh`${step.script} start 9>&-`;
		case "ipvs":
			return step.reschedules === undefined
				? sh`printf '%s\\n' ${step.commands.map(commandLine)} | ipvsadm -R`
				: sh`unrefused ${step.reschedules} ${step.commands.map(commandLine)}`;
		case "drain":
			return [
				sh`printf '%s\\n' ${step.servers.map((rule) => commandLine({ verb: "edit", rule }))} | ipvsadm -R`,
				sh`drain ${step.owner} ${step.seconds} ${step.servers.map(ruleKey)}`,
			].join(" && ");
		case "set-timeouts": {
			const { tcp = "0", tcpFin = "0", udp = "0" } = step.timeouts;
			return sh`{ [ ! -e /proc/net/ip_vs ] || ipvsadm --set ${[tcp, tcpFin, udp]}; }`;
		}
		case "undo":
			return undo(step.establishment);
		case "withdraw":
			return sh`ip address del ${step.address} dev ${step.device} && rm -f ${`/run/pulumi-lvs/setkernel/vip-${step.address.split("/")[0]}`}`;
		case "sysctl":
			return writeSysctl(step.key, step.value);
	}
}

/** One of a module or device that is gone has gone with it. */
function writeSysctl(key: string, value: string): string {
	const path = `/proc/sys/${key.replaceAll(".", "/")}`;
	return sh`{ [ ! -e ${path} ] || echo ${value} >${path}; }`;
}

function install(packages: readonly string[], family: Family): string {
	// outside the process group that a lost session ends: a package manager must not be cut in the middle; it has a lock
	// of its own, and ours is not for what a package's scripts leave running
	if (family === "rhel")
		return sh`{ setsid -w dnf -y -q install ${packages} || setsid -w yum -y -q install ${packages}; } 9>&- >&2`;
	const get = sh`DEBIAN_FRONTEND=noninteractive setsid -w apt-get -q -y -o DPkg::Lock::Timeout=300 --no-install-recommends install ${packages}`;
	return `{ ${get} || { setsid -w apt-get -q update && ${get}; }; } 9>&- >&2`;
}
