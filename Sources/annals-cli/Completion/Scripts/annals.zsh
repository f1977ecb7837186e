#compdef annals
# Completes the command line of annals in zsh. What belongs at the cursor is asked of the program;
# nothing of its answer is evaluated.

_annals() {
    local -a answer values shown suffix
    local line value
    answer=("${(@f)$("${(Q)words[1]}" ---complete zsh "${(@Q)words[2,CURRENT-1]}" \
        "${(Q)PREFIX}" 2>/dev/null)}")
    local -i width=0
    for line in "${(@)answer[2,-1]}"; do
        value=${line%%$'\t'*}
        values+=("$value")
        if (( $#value > width )); then width=$#value; fi
    done
    for line in "${(@)answer[2,-1]}"; do
        value=${line%%$'\t'*}
        if [[ $line == *$'\t'* ]]; then
            shown+=("${(r:width:)value}  -- ${line#*$'\t'}")
        else
            shown+=("$value")
        fi
    done
    case $answer[1] in
        unfinished) suffix=(-S '') ;;
        files | directories)
            # The file is the value of --option=FILE.
            if [[ $PREFIX == --*=* ]]; then compset -P 1 '*='; fi
            if [[ $answer[1] == files ]]; then _files; else _files -/; fi
            ;;
    esac
    if (( $#values > 0 )); then
        if [[ "${(j::)answer}" == *$'\t'* ]]; then
            compadd -V annals -l -d shown $suffix -a values
        else
            compadd -V annals $suffix -a values
        fi
    fi
}

if [[ $funcstack[1] == _annals ]]; then
    _annals "$@"
else
    compdef _annals annals
fi
