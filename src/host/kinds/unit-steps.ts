import { sh } from "../../ssh/shell.ts";
import { unitFile } from "../unit-file.ts";
import type { Actions } from "./kind.ts";

/** The path of the link to /dev/null that masks a unit. */
function maskOf(unit: string): string {
	return `/etc/systemd/system/${unitFile(unit)}`;
}

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
> = {
	mask: {
		describe: ({ unit }) => `mask ${unitFile(unit)}`,
		render: ({ unit }) => sh`ln -sf /dev/null ${maskOf(unit)}`,
	},
	unmask: {
		describe: ({ unit }) => `unmask ${unitFile(unit)}`,
		render: ({ unit }) =>
			sh`{ [ "$(readlink ${maskOf(unit)})" != /dev/null ] || rm -f ${maskOf(unit)}; }`,
	},
	enable: {
		describe: ({ unit }) => `enable ${unitFile(unit)}`,
		render: ({ unit }) => sh`enable_unit ${unitFile(unit)}`,
	},
	disable: {
		describe: ({ unit }) => `disable ${unitFile(unit)}`,
		render: ({ unit }) => sh`rm -f "$wants"/${unitFile(unit)}`,
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
		render: ({ unit }) => sh`let_go ${unitFile(unit)}`,
	},
	reload: {
		describe: ({ unit }) => `reload ${unitFile(unit)}`,
		render: ({ unit }) => sh`systemctl try-reload-or-restart ${unitFile(unit)}`,
	},
	restart: {
		describe: ({ unit }) => `restart ${unitFile(unit)}`,
		render: ({ unit }) => sh`systemctl try-restart ${unitFile(unit)}`,
	},
};
