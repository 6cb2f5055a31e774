import { hostText, joined, type Text } from "../model/host-text.ts";
import type { PhpFpm } from "../model/php-fpm.ts";
import { placeOfSetting } from "../model/php-ini.ts";
import { programDirectory } from "../model/program-directory.ts";
import type { Draft } from "./draft.ts";
import { renderTemplate } from "./template.ts";

/** The settings of PHP for one site. */
export interface Pool {
	readonly name: string;
	/** Settings of php.ini. */
	readonly settings: readonly (readonly [string, Text])[];
}

/** The metapackage of the Debian family. It brings the same version of PHP as the other metapackages. */
export const phpFpmPackage = "php-fpm";

/** The unit that runs PHP of one component. */
export function phpFpmUnit(component: string): string {
	return `lvs-${component}-php`;
}

/** Lines of a virtual host that hand files of PHP to a pool. */
export function poolLines(component: string, pool: string): Text {
	return renderTemplate("httpd/php-fpm", { socket: socketOf(component, pool) });
}

/**
 * A php-fpm of one component beside the distribution's own, with a pool for each of its sites.
 *
 * @param packages packages that PHP only notices when it starts again.
 */
export function phpFpm(
	component: string,
	{ workers }: PhpFpm,
	pools: readonly Pool[],
	packages: readonly Text[],
): Required<Pick<Draft, "directories" | "files" | "units">> {
	const unit = phpFpmUnit(component);
	const script = `${programDirectory(component)}/php-fpm`;
	const conf = `/etc/pulumi-lvs/${component}-php.conf`;
	const text = (template: string) =>
		renderTemplate(`php-fpm/${template}`, {
			name: component,
			unit,
			script,
			conf,
			workers,
			packages: packages.length === 0 ? "none" : joined(packages, " "),
			pools: pools.map(({ name, settings }) => ({
				title: name,
				socket: socketOf(component, name),
				settings: settings.map(([key, value]) => ({
					directive:
						placeOfSetting(key) === "administrators"
							? "php_admin_value"
							: "php_value",
					key,
					value: hostText`${value}`,
				})),
			})),
		});
	const unitFile = (name: string, template: string) => ({
		path: `/etc/systemd/system/${name}`,
		content: text(`etc/systemd/system/${template}`),
		mode: "644",
		readBy: "systemd" as const,
	});
	return {
		directories: [{ path: "/etc/pulumi-lvs", mode: "755", owner: "root:root" }],
		files: [
			{
				path: script,
				content: text("usr/local/lib/pulumi-lvs/php-fpm"),
				mode: "755",
				readBy: "others",
			},
			{ ...unitFile(`${unit}.service`, "lvs-php.service"), restarts: unit },
			unitFile(`${unit}-renew.service`, "lvs-php-renew.service"),
			{
				...unitFile(`${unit}-renew.timer`, "lvs-php-renew.timer"),
				restarts: `${unit}-renew.timer`,
			},
			{
				path: conf,
				content: text("etc/pools.conf"),
				// it may hold the password of a session store
				mode: "600",
				readBy: "others",
				owner: "root:root",
				reloads: unit,
				test: { by: "php-fpm", script },
			},
		],
		units: [
			{ unit, state: "enabled active" },
			{ unit: `${unit}-renew.timer`, state: "enabled active" },
		],
	};
}

function socketOf(component: string, pool: string): string {
	return `/run/${phpFpmUnit(component)}/${pool}.sock`;
}
