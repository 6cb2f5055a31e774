import { formatLinkSysctl, formatSysctlNeed } from "../model/link-sysctl.ts";
import { silence, silentSettings } from "../model/silence.ts";

/** The settings that keep a real server from answering for the VIP, as sysctls of a desired state. */
export function silentSysctls(): Record<string, string> {
	return Object.fromEntries(
		silentSettings.map((setting) => [
			formatLinkSysctl({ links: "ofVip", setting }),
			formatSysctlNeed({ oneOf: silence[setting].accepts }),
		]),
	);
}

/** The same settings for the script. */
export function silenceView() {
	return silentSettings.map((name) => {
		const { accepts, does } = silence[name];
		return {
			name,
			does,
			words: formatSysctlNeed({ oneOf: accepts }),
			pattern: accepts.join(" | "),
			set: accepts[0],
		};
	});
}
