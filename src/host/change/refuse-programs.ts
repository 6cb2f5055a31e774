import type { Desired } from "../../model/desired.ts";
import type { Observed } from "../observed.ts";
import type { Reason } from "./reason.ts";

/** Refuses a program that could not be run: nobody would hear of events, or every check would fail. */
export function uselessPrograms(
	{ programs = {} }: Desired,
	{ programs: wrong }: Observed,
): Reason[] {
	return Object.entries(programs).flatMap(([path, key]) => {
		const reason = wrong[path];
		return reason === undefined
			? []
			: [
					{
						saw: `${path}, the program of ${key}, ${reason}`,
						advice: `Put it there, for root and with mode 755 (a HostSetup does, with \`files\`), or leave \`${key}\` out.`,
					},
				];
	});
}

/** Refuses a user who does not exist: keepalived leaves such a check out, and all real servers count as passing. */
export function missingUsers(
	{ runAs = {} }: Desired,
	{ programs: wrong }: Observed,
): Reason[] {
	return Object.entries(runAs).flatMap(([user, key]) => {
		const reason = wrong[user];
		return reason === undefined
			? []
			: [
					{
						saw: `${user} of ${key} ${reason} of this host`,
						advice: `Make it there (useradd --system ${user}), name another one, or leave \`${key}\` out: nobody then runs the program.`,
					},
				];
	});
}

/** Refuses a folder that others could write: keepalived does not run a program there as root, and says so only in its log. */
export function writableFolders(
	_desired: Desired,
	{ openFolders }: Observed,
): Reason[] {
	return Object.entries(openFolders).map(([folder, who]) => ({
		saw: `${folder} can be written by ${who}, so keepalived runs none of the programs in it as root, and nobody would hear what its checks find`,
		advice: `Let root alone write it: chown root ${folder} && chmod g-w,o-w ${folder}`,
	}));
}

/** Refuses a check of the director that fails now: the director could not have the VIP. If it fails on all directors, none has it. */
export function failingFirstCheck(
	{ failover }: Desired,
	{ firstCheck }: Observed,
): Reason[] {
	return failover?.check === undefined || firstCheck === undefined
		? []
		: [
				{
					saw: `by failover.check this director could not have the VIP: ${firstCheck}`,
					advice:
						"Mend what it found, or the program (run it there by hand, as the user of `runAs`); or leave `failover.check` out until then.",
				},
			];
}
