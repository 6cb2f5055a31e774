import type { Desired } from "../../model/desired.ts";

/** What is desired while an operator keeps some real servers drained: weight 0, whatever is declared. */
export function withDrains(
	desired: Desired,
	drained: Readonly<Record<string, number>>,
): Desired {
	if (Object.keys(drained).length === 0) return desired;
	return {
		...desired,
		ipvs: Object.fromEntries(
			Object.entries(desired.ipvs).map(([key, attributes]) => {
				const address = / -r ([\d.]+):/.exec(key)?.[1];
				return [
					key,
					address !== undefined && address in drained
						? attributes.replace(/-w \d+/, "-w 0")
						: attributes,
				];
			}),
		),
	};
}
