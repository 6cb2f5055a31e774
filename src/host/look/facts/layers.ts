import { cutService, serverKey } from "../../../ipvs/key.ts";
import { layersFiles, printFirst } from "../../director-files.ts";
import { type Layer, layerOwners } from "../../found-director.ts";
import type { Question } from "../../question.ts";

/** Shell text that prints the file. */
export function readLayers(owner: string): string {
	return printFirst(layersFiles(owner));
}

/** Looked at only on a director. */
export const layers: Question<Readonly<Record<string, Layer>>> = {
	probe: ({ ipvs }, _family, owner) =>
		Object.keys(ipvs).length === 0 ? "" : readLayers(owner),
	parse: ({ lines }) => parseLayers(lines),
};

/** @param lines service, real server, weight or `out`, and what wants it so. */
export function parseLayers(lines: readonly string[]): Record<string, Layer> {
	return Object.fromEntries(
		lines.flatMap((line) => {
			const [service, [server = "", value, word]] = cutService(line.split(" "));
			const by = layerOwners.find((each) => each === word);
			return by === undefined
				? []
				: [
						[
							serverKey(service.join(" "), server),
							{ weight: value === "out" ? "out" : Number(value), by },
						],
					];
		}),
	);
}
