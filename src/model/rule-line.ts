import { isServerKey } from "./rule-key.ts";

/** One rule as the line that `ipvsadm -R` reads and `ipvsadm -Sn` prints. */
export function ruleLine(key: string, attributes: string): string {
	return `${isServerKey(key) ? "-a" : "-A"} ${key} ${attributes}`;
}
