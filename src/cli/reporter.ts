import { styleText } from "node:util";

/** Prints each line on standard error with the seconds since the reporter was made. */
export function reporter(): (line: string) => void {
	const start = performance.now();
	return (line) => {
		const seconds = ((performance.now() - start) / 1000).toFixed(1);
		process.stderr.write(
			`${styleText("dim", `${seconds.padStart(6)} s`, { stream: process.stderr })}  ${line}\n`,
		);
	};
}
