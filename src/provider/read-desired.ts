import {
	type Desired,
	type DesiredFile,
	type FileTest,
	nothing,
} from "../model/desired.ts";
import { addressOf } from "../model/written-address.ts";

/** Whether it is known: a preview may have a text in its place. */
export function isKnown(desired: Desired): boolean {
	return typeof desired === "object";
}

/**
 * Reads a desired state from users' state, which an earlier version may have written. Up to version 0.1 an absent text was written as `""`. Which programs read
 * a file was not noted: then no program is notified of a change. Nor was the VIP, which is the address of a host that has one. A kind that the version did not
 * know has no things in its state. The program that must accept a file was noted as a command.
 */
export function readDesired(stored: Desired): Desired {
	if (!isKnown(stored)) return stored;
	const { tables, files, ...others } = stored;
	const [address] = Object.keys(stored.addresses);
	return {
		...nothing,
		...(address === undefined ? {} : { vip: addressOf(address) }),
		...(Object.fromEntries(
			Object.entries(others).filter(([, value]) => (value as unknown) !== ""),
		) as unknown as Desired),
		files: Object.fromEntries(
			Object.entries(files).map(([path, { test, ...file }]) => [
				path,
				{ ...file, readBy: file.readBy ?? "others", ...readTest(test) },
			]),
		),
		...(tables === undefined || tables.nftables === "" ? {} : { tables }),
	};
}

/**
 * @param stored as an earlier version may have written it. A test that this version does not know is left out: only a file that is declared again is written.
 */
function readTest(
	stored: FileTest | string | undefined,
): Pick<DesiredFile, "test"> {
	if (stored === undefined) return {};
	if (typeof stored !== "string") return { test: stored };
	const [command, script] = stored.split(" ");
	if (command === "settings_of_mariadb") return { test: { by: "mariadb" } };
	if (script !== undefined) {
		if (command === "pool_accepted") return { test: { by: "php-fpm", script } };
		if (command === "php" || command === "/usr/bin/php")
			return { test: { by: "php", script } };
	}
	return command === "site_accepted" || command === "/usr/sbin/apachectl"
		? { test: { by: "httpd" } }
		: {};
}
