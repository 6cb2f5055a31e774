import { isServerKey } from "./rule-key.ts";

/** One rule as the line that `ipvsadm -R` reads and `ipvsadm -Sn` prints. */
export function ruleLine(key: string, attributes: string): string {
	return `${isServerKey(key) ? "-a" : "-A"} ${key} ${attributes}`;
}

/** `-g` of `-g -w 2`; undefined where a real server has more than a weight: thresholds, a kind of tunnel. */
export function plainForwarding(attributes = ""): string | undefined {
	return /^(-[mgi]) -w \d+$/.exec(attributes)?.[1];
}
