# Completes the command line of annals in fish. What belongs at the cursor is asked of the program;
# nothing of its answer is evaluated.

function __annals_complete
    set -l words (commandline -opc)
    set -l token (commandline -ct)
    set -l answer (command $words[1] ---complete fish $words[2..] "$token" 2>/dev/null)
    # The file is the value of --option=FILE.
    set -l option (string match -r -- '^--[^=]*=' $token)
    set -l file (string replace -r -- '^--[^=]*=' '' $token)
    switch "$answer[1]"
        case files
            __fish_complete_path "$file" | string replace -r -- '^' "$option"
        case directories
            __fish_complete_directories "$file" '' | string replace -r -- '^' "$option"
    end
    for line in $answer[2..]
        printf '%s\n' $line
    end
end

complete -c annals -e
complete -c annals -f -k -a '(__annals_complete)'
