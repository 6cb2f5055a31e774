// Every process of Node that pulumi starts for `lvsctl` loads this file before anything else. It only does something in the process that runs the user's
// program, which is pulumi's `cmd/run`.

if (/\/@pulumi\/pulumi\/cmd\/run\/?(index\.js)?$/.test(process.argv[1] ?? "")) {
	const { noteProgramFailure } = await import(
		"./pulumi/note-program-failure.ts"
	);
	noteProgramFailure();
}
