<?php
// Runs a program, its output going to a log, until it ends or our standard input does: a test run that is killed leaves
// nothing running.

$log = ['file', $argv[1], 'a'];
$program = proc_open(array_slice($argv, 2), [['file', '/dev/null', 'r'], $log, $log], $pipes);
while ($program && proc_get_status($program)['running']) {
    [$heard, $none] = [[STDIN], null];
    if (stream_select($heard, $none, $none, 0, 100000) && fread(STDIN, 1) === '') {
        // Nothing is lost that anyone wants: the whole folder goes.
        proc_terminate($program, 9);
        break;
    }
}

exit($program ? max(0, proc_close($program)) : 1);
