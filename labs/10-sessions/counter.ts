/** A page with a session and nothing else: `?user=NAME` signs in, and every page says who it is and how often it came. */
export const counter = `<?php
session_start();
if (isset($_GET['user'])) {
	session_regenerate_id(true);
	$_SESSION = ['user' => $_GET['user'], 'visits' => 0];
}
if (isset($_SESSION['user'])) $_SESSION['visits']++;
header('Content-Type: text/plain');
echo $_SESSION['user'] ?? 'ANON', ' ', $_SESSION['visits'] ?? 0, "\\n";
`;
