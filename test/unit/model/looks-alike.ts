import fc from "fast-check";

/** Texts that look like places, or nearly so. */
export const looksAlike: fc.Arbitrary<string> = fc
	.array(
		fc.constantFrom(
			"@",
			"@@",
			"at",
			"php",
			"httpd",
			"htpd",
			"secret:",
			"secret:x",
			"k",
			"|php",
			"|",
			"-",
			"/",
			" ",
			"\n",
			"@at@",
			"@secret:x@",
			"@httpd@",
		),
		{ maxLength: 12 },
	)
	.map((parts) => parts.join(""));
