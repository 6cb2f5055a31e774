/** One rule by which ufw or firewalld lets packets through. Their own commands make it, keep it over a reboot, and remove it. */
export type Opening =
	| {
			readonly by: "ufw";
			/** The words after `ufw`: `allow in on eth1 proto tcp from any to 172.18.0.70 port 80`. */
			readonly rule: string;
	  }
	| {
			readonly by: "firewalld";
			/** Where firewalld keeps the rule: `--zone=public`, `--policy=web`. */
			readonly keeper: string;
			/** In firewalld's rich language. It names the address, so it differs from every rule of others. */
			readonly rule: string;
	  };

/** The command that makes it. It is also its name in a record. */
export function formatOpening(opening: Opening): string {
	return opening.by === "ufw"
		? `ufw ${opening.rule}`
		: `firewall-cmd ${opening.keeper} --add-rich-rule='${opening.rule}'`;
}

/** @throws Error for a text that this version does not write. */
export function parseOpening(text: string): Opening {
	const [, ufw] = /^ufw ((?:route )?allow .*)$/.exec(text) ?? [];
	if (ufw !== undefined) return { by: "ufw", rule: ufw };
	const [, keeper, rule] =
		/^firewall-cmd (--(?:zone|policy)=\S+) --add-rich-rule='(rule [^']*)'$/.exec(
			text,
		) ?? [];
	if (keeper === undefined || rule === undefined) throw unknown(text);
	return { by: "firewalld", keeper, rule };
}

/** The removal of an opening. */
export type Closing =
	| {
			readonly by: "ufw";
			/** The words after `ufw`, without the comment. */
			readonly command: string;
			/** ufw deletes the rule with this comment alone. */
			readonly comment: string;
	  }
	| Extract<Opening, { by: "firewalld" }>;

/** The command that removes what was opened for the record `owner`, and nothing else. A record notes it. */
export function formatClosing(opening: Opening, owner: string): string {
	return opening.by === "ufw"
		? `ufw --force ${opening.rule.replace(/^(route )?allow/, "$1delete allow")} comment '${commentOf(owner)}'`
		: `firewall-cmd ${opening.keeper} --remove-rich-rule='${opening.rule}'`;
}

/** @throws Error for a text that this version does not write. */
export function parseClosing(text: string): Closing {
	const [, command, comment] =
		/^ufw (--force (?:route )?delete allow [^']*) comment '([^']*)'$/.exec(
			text,
		) ?? [];
	if (command !== undefined && comment !== undefined)
		return { by: "ufw", command, comment };
	const [, keeper, rule] =
		/^firewall-cmd (--(?:zone|policy)=\S+) --remove-rich-rule='(rule [^']*)'$/.exec(
			text,
		) ?? [];
	if (keeper === undefined || rule === undefined) throw unknown(text);
	return { by: "firewalld", keeper, rule };
}

/** This comment shows in `ufw status` to which role a rule belongs. */
export function commentOf(owner: string): string {
	return `pulumi-lvs ${owner}`;
}

function unknown(text: string): Error {
	return new Error(
		`the record on the host has "${text}", which this version cannot take back: a later version of pulumi-lvs made it; use that one`,
	);
}
