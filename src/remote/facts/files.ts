import { createHash } from "node:crypto";
import { markers } from "../block.ts";
import { sh } from "../shell.ts";
import { type Fact, nothing } from "./fact.ts";

/** A file that exists. */
export interface FoundFile {
	/** Octal, e.g. `644`. */
	readonly mode: string;
	/** The content; of our block where only a block is ours; the first 64 KiB where it differs from what is wanted. */
	readonly content: string | undefined;
	/** Whether it equals the file of the distribution that may be replaced. */
	readonly stock: boolean;
}

/** Path -> the file that was found, undefined where there is none. `content` is undefined where our block is missing. */
export const files: Fact<Record<string, FoundFile | undefined>> = {
	// few forks for all files together: content travels only where its sum is not the wanted one
	probe({ files }) {
		const entries = Object.entries(files);
		if (entries.length === 0) return nothing;
		const whole = entries.filter(([, file]) => file.block === undefined);
		const wanted = whole.map(([path, file]) => `${sum(file.content)}  ${path}`);
		return [
			sh`stat -c 'mode %n %a' -- ${entries.map(([path]) => path)} 2>/dev/null`,
			sh`sha256sum -- ${whole.map(([path]) => path)} 2>/dev/null | while IFS= read -r line; do
	path=\${line#*  }
	for same in ${wanted}; do
		[ "$line" != "$same" ] || { echo "same $path"; continue 2; }
	done
	echo "other $path $(head -c 65536 -- "$path" | base64 | tr -d '\n')"
done`,
			...entries.flatMap(([path, { block, replacesOnly }]) => {
				const [begin, end] = markers(block ?? "");
				return [
					...(block === undefined
						? []
						: [
								sh`[ ! -f ${path} ] || sed -n -e ${`/^${begin}$/,/^${end}$/s|^|block ${path} |p`} -- ${path}`,
							]),
					...(replacesOnly === undefined
						? []
						: [
								sh`! cmp -s -- ${path} ${replacesOnly} || echo ${`stock ${path}`}`,
							]),
				];
			}),
		].join("\n");
	},

	parse(lines, { files }) {
		const of = (kind: string, path: string) => {
			const start = `${kind} ${path}`;
			return lines
				.filter((line) => line === start || line.startsWith(`${start} `))
				.map((line) => line.slice(start.length + 1));
		};
		return Object.fromEntries(
			Object.entries(files).map(([path, file]) => {
				const [mode] = of("mode", path);
				if (mode === undefined) return [path, undefined];
				const [other] = of("other", path);
				const content =
					file.block === undefined
						? other === undefined
							? file.content
							: Buffer.from(other, "base64").toString("utf8")
						: blockContent(of("block", path));
				return [path, { mode, content, stock: of("stock", path).length > 0 }];
			}),
		);
	},
};

/** The lines between the markers, undefined where there is no block. */
function blockContent(lines: readonly string[]): string | undefined {
	return lines.length < 2
		? undefined
		: lines
				.slice(1, -1)
				.map((line) => `${line}\n`)
				.join("");
}

function sum(content: string): string {
	return createHash("sha256").update(content).digest("hex");
}
