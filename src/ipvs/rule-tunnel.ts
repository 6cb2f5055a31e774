import { ipvsadmDefaults } from "./ipvsadm-defaults.ts";
import type { ServerRule, TunnelRule } from "./rule.ts";

/** The tunnel of a rule that has one. If ipvsadm prints none, it is ipvsadm's own default. */
export function ruleTunnel({ tunnel }: Pick<ServerRule, "tunnel">): TunnelRule {
	return (
		tunnel ?? {
			type: ipvsadmDefaults.tunnelType,
			port: undefined,
			checksum: undefined,
		}
	);
}
