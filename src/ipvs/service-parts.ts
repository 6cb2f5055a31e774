/** A service as keepalived writes it after `virtual_server`: `-t 172.18.0.70:80` -> `172.18.0.70 80`, `-f 7` -> `fwmark 7`. */
export function serviceParts(key: string): string {
	const [option, target = ""] = key.split(" ");
	return option === "-f"
		? `fwmark ${target}`
		: target.replace(/:(\d+)$/, " $1");
}
