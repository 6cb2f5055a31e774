import { sh } from "../../ssh/shell.ts";
import { goOnText } from "../go-on.ts";
import { unitFile } from "../unit-file.ts";
import type { Actions } from "./kind.ts";
import { shellFunction } from "./shell-function.ts";
import { stepsWith } from "./steps-with.ts";

/** The path of the link to /dev/null that masks a unit. One of `systemctl mask --runtime` is above /run. */
function maskOf(unit: string, above = "/etc"): string {
	return `${above}/systemd/system/${unitFile(unit)}`;
}

const wants = "/etc/systemd/system/multi-user.target.wants";

const enableUnit = shellFunction(
	"enable_unit",
	{},
	() => sh`# the link that WantedBy asks for; systemctl enable takes seconds where an init script has the same name
	[ -d ${wants} ] || mkdir -p ${wants} || return
	for directory in /etc/systemd/system /usr/lib/systemd/system /lib/systemd/system; do
		[ -f "$directory/$1" ] || continue
		ln -sf "$directory/$1" ${wants}/"$1"
		return
	done
	systemctl enable "$1"`,
);

const letGo = shellFunction(
	"let_go",
	{},
	() => `# unit: stopped without what it would run when it stops, by a drop-in that a reboot forgets
	mkdir -p "/run/systemd/system/$1.d" &&
		printf '[Service]\\nExecStop=\\nExecStopPost=\\n' >"/run/systemd/system/$1.d/let-go.conf" &&
		systemctl daemon-reload && systemctl stop "$1"
	set -- "$1" $?
	rm -rf "/run/systemd/system/$1.d"
	[ $2 = 0 ] && systemctl daemon-reload`,
);

const goOn = shellFunction(
	"go_on",
	{},
	() => `# unit
	${goOnText('"$1"')}`,
);

export const unitSteps: Actions<
	| "mask"
	| "unmask"
	| "enable"
	| "disable"
	| "reload-systemd"
	| "start"
	| "stop"
	| "let-go"
	| "reload"
	| "restart"
> = stepsWith({ enableUnit, letGo }, (call) => ({
	mask: {
		describe: ({ unit }) => `mask ${unitFile(unit)}`,
		render: ({ unit }) => sh`ln -sf /dev/null ${maskOf(unit)}`,
	},
	unmask: {
		describe: ({ unit }) => `unmask ${unitFile(unit)}`,
		render: ({ unit }) =>
			["/etc", "/run"]
				.map((above) => maskOf(unit, above))
				.map(
					(mask) =>
						sh`{ [ "$(readlink ${mask})" != /dev/null ] || rm -f ${mask}; }`,
				)
				.join(" && "),
	},
	enable: {
		describe: ({ unit }) => `enable ${unitFile(unit)}`,
		render: ({ unit }) => sh`${call.enableUnit} ${unitFile(unit)}`,
	},
	disable: {
		describe: ({ unit }) => `disable ${unitFile(unit)}`,
		render: ({ unit }) => sh`rm -f ${wants}/${unitFile(unit)}`,
	},
	"reload-systemd": {
		describe: () => "reload systemd",
		render: () => "systemctl daemon-reload",
	},
	start: {
		describe: ({ units }) => `start ${units.map(unitFile).join(" ")}`,
		render: ({ units }) => sh`systemctl start ${units.map(unitFile)}`,
	},
	stop: {
		describe: ({ units }) => `stop ${units.map(unitFile).join(" ")}`,
		render: ({ units }) => sh`systemctl stop ${units.map(unitFile)}`,
	},
	"let-go": {
		describe: ({ unit }) => `stop ${unitFile(unit)} without its script`,
		render: ({ unit }) => sh`${call.letGo} ${unitFile(unit)}`,
	},
	reload: {
		describe: ({ unit }) => `reload ${unitFile(unit)}`,
		render: ({ unit }) => sh`systemctl try-reload-or-restart ${unitFile(unit)}`,
	},
	restart: {
		describe: ({ unit }) => `restart ${unitFile(unit)}`,
		render: ({ unit }) => sh`systemctl try-restart ${unitFile(unit)}`,
	},
}));

/** Apart from the others, so that a script has its function only where a unit stands still. */
export const standstillSteps: Actions<"go-on"> = stepsWith(
	{ goOn },
	(call) => ({
		"go-on": {
			describe: ({ unit }) => `let ${unitFile(unit)} go on`,
			render: ({ unit }) => sh`${call.goOn} ${unitFile(unit)}`,
		},
	}),
);
