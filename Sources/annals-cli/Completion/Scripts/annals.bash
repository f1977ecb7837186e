# Completes the command line of annals in bash 4.4 and later. What belongs at the cursor, and how it
# is quoted there, is asked of the program; nothing of its answer is evaluated.

_annals() {
    local -a answer
    COMPREPLY=()
    mapfile -t answer < <("${1/#\~\//"$HOME/"}" ---complete bash "$COMP_WORDBREAKS" \
        "${COMP_LINE:0:COMP_POINT}" 2>/dev/null)
    case ${answer[0]-} in
        unfinished) compopt -o nospace ;;
        files) compopt -o default ;;
        directories) compopt -o dirnames ;;
    esac
    COMPREPLY=("${answer[@]:1}")
}

complete -o nosort -F _annals annals
