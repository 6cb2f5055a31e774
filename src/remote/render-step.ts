import type { Family } from "../model/family.ts";
import { markers } from "./block.ts";
import { formatRecord, recordDirectory } from "./record.ts";
import { sh } from "./shell.ts";
import type { Step } from "./step.ts";

const systemUnits = "/etc/systemd/system";

/** Shell functions that the rendered steps use. */
export const stepFunctions = sh`put() { # path mode; standard input is the content. Staged and renamed: nobody sees half a file
	[ -d "\${1%/*}" ] || mkdir -p -- "\${1%/*}" || return
	cat >"$1.lvs-new" && chmod "$2" "$1.lvs-new" && mv -f -- "$1.lvs-new" "$1"
}
put_block() { # path mode begin end; standard input is the content of the block, the rest of the file stays
	{ [ ! -f "$1" ] || sed "/^$3\$/,/^$4\$/d" -- "$1"; echo "$3"; cat; echo "$4"; } | put "$1" "$2"
}
remove_block() { # path begin end
	[ -f "$1" ] || return 0
	mode=$(stat -c %a -- "$1") && sed "/^$2\$/,/^$3\$/d" -- "$1" | put "$1" "$mode"
}
unit_link() { # unit
	echo "/etc/systemd/system/multi-user.target.wants/$1.service"
}
enable_unit() { # the link that the unit's WantedBy asks for; systemctl enable takes seconds where an init script has the same name
	for directory in /etc/systemd/system /usr/lib/systemd/system /lib/systemd/system; do
		[ -f "$directory/$1.service" ] || continue
		mkdir -p "$(dirname "$(unit_link "$1")")" && ln -sf "$directory/$1.service" "$(unit_link "$1")"
		return
	done
	systemctl enable "$1.service"
}
failed() { # step exit
	echo "@failed $1 $2"
	df -P / /etc /usr /var /var/lib /run 2>/dev/null | while read -r _ _ _ free _ where; do
		[ "$free" != 0 ] || echo "@full $where"
	done | sort -u
	exit 70
}`;

/** The shell text of one step; its last status tells whether it was done. */
export function renderStep(step: Step, family: Family): string {
	switch (step.kind) {
		case "record":
			return withInput(
				sh`put ${`${recordDirectory(step.owner)}/record.json`} 600`,
				formatRecord(step.record),
			);
		case "forget":
			return sh`rm -rf -- ${recordDirectory(step.owner)} && { rmdir --ignore-fail-on-non-empty /var/lib/pulumi-lvs /usr/local/lib/pulumi-lvs/* /usr/local/lib/pulumi-lvs 2>/dev/null || true; }`;
		case "keep":
			return sh`mkdir -p -- ${step.as.replace(/\/[^/]*$/, "")} && cp -p -- ${step.path} ${step.as}`;
		case "install":
			return install(step.packages, family);
		case "load":
			return sh`modprobe -a ${step.modules}`;
		case "unload":
			// one that others use stays: it is named in what destroy reports
			return sh`for module in ${step.modules}; do modprobe -r "$module" 2>/dev/null || true; done`;
		case "write": {
			const { block, content, mode } = step.file;
			return withInput(
				block === undefined
					? sh`put ${step.path} ${mode}`
					: sh`put_block ${step.path} ${mode} ${markers(block)}`,
				content,
			);
		}
		case "remove":
			return sh`rm -f -- ${step.path} ${`${step.path}.lvs-new`}`;
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
			return sh`ln -sf /dev/null ${`${systemUnits}/${step.unit}.service`}`;
		case "unmask":
			return sh`{ [ "$(readlink ${`${systemUnits}/${step.unit}.service`})" != /dev/null ] || rm -f ${`${systemUnits}/${step.unit}.service`}; }`;
		case "enable":
			return sh`enable_unit ${step.unit}`;
		case "disable":
			return sh`rm -f "$(unit_link ${step.unit})"`;
		case "reload-systemd":
			return "systemctl daemon-reload";
		case "start":
		case "stop":
			return sh`systemctl ${step.kind} ${step.units.map((unit) => `${unit}.service`)}`;
		case "reload":
			return sh`systemctl reload ${`${step.unit}.service`}`;
		case "ipvs":
			return withInput(
				"ipvsadm -R",
				step.commands.map((line) => `${line}\n`).join(""),
			);
		case "withdraw":
			return sh`ip address del ${step.address} dev ${step.device}`;
		case "sysctl":
			return sh`echo ${step.value} >${`/proc/sys/${step.key.replaceAll(".", "/")}`}`;
	}
}

function install(packages: readonly string[], family: Family): string {
	// the host's lock is not for what a package's scripts leave running
	if (family === "rhel")
		return sh`{ dnf -y -q install ${packages} || yum -y -q install ${packages}; } 9>&- >&2`;
	const get = sh`DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300 --no-install-recommends install ${packages}`;
	return `{ ${get} || { apt-get -q update && ${get}; }; } 9>&- >&2`;
}

/** `command <<'END' content END`, with a word that no line of the content can be. */
function withInput(command: string, content: string): string {
	let word = "END";
	while (content.split("\n").includes(word)) word += "_";
	return `${command} <<'${word}'\n${content}${word}`;
}
