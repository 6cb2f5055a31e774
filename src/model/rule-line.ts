/** One rule as the line that `ipvsadm -R` reads and `ipvsadm -Sn` prints. */
export function ruleLine(key: string, attributes: string): string {
	return `${key.includes(" -r ") ? "-a" : "-A"} ${key} ${attributes}`;
}
