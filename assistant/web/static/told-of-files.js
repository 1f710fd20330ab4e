// Why a file was not read or was left out, in the languages of the page; as in told.js.

export const OF_FILES = {
  es: {
    "it changed whenever it was read; the next run reads it again":
      "cambiaba cada vez que se leía; la próxima vez se lee de nuevo",
    "removed while it was being read":
      "se quitó mientras se leía",
    "its reading was broken off":
      "su lectura se interrumpió",
    "empty":
      "vacío",
    "empty: no text in it":
      "vacío: no contiene texto",
    "no text in it":
      "no contiene texto",
    "no pages in it":
      "no contiene páginas",
    "no text in it: a scan; have its text recognised (OCR)":
      "no contiene texto: está escaneado; reconozca su texto (OCR)",
    "its fonts do not say which letters they show; have its text recognised (OCR)":
      "sus fuentes no dicen qué letras muestran; reconozca su texto (OCR)",
    "larger than {most} MB; split it":
      "pasa de {most} MB; divídalo",
    "too large: {why}; split it, or save it as another {ending} file":
      "demasiado grande: {why}; divídalo o guárdelo como otro archivo {ending}",
    "a sheet of more than {most} cells ({sheet}); split it":
      "una hoja de más de {most} celdas ({sheet}); divídala",
    "needs more than 1 GB of memory to read; split it":
      "leerlo pide más de 1 GB de memoria; divídalo",
    "took more than {seconds} s to read; split it":
      "leerlo lleva más de {seconds} s; divídalo",
    "its reader was ended from outside {n} times, as where memory runs out; split it":
      "su lectura se cortó desde fuera {n} veces, como cuando falta memoria; divídalo",
    "its reader was ended from outside, as where memory runs out; the next run reads it again":
      "su lectura se cortó desde fuera, como cuando falta memoria; la próxima vez se lee de nuevo",
    "no process could be started to read it ({why})":
      "no se pudo iniciar un proceso para leerlo ({why})",
    "cannot be read ({why}); check its permissions":
      "no se puede leer ({why}); compruebe sus permisos",
    "encrypted: its archive needs a password; save it without one":
      "cifrado: pide una contraseña; guárdelo sin ella",
    "encrypted: needs a password; save it without one":
      "cifrado: pide una contraseña; guárdelo sin ella",
    "encrypted in a way that cannot be read; save it without":
      "cifrado de un modo que no se puede leer; guárdelo sin cifrar",
    "holds macros ({macros}); save it as {ending}, without them":
      "contiene macros ({macros}); guárdelo como {ending}, sin ellas",
    "refused: {part} in it declares entities, as no Office file may":
      "rechazado: {part} declara entidades, lo que ningún archivo de Office puede hacer",
    "refused: {part} in it is in an encoding that no Office file may have ({encoding}); save it anew":
      "rechazado: {part} está en una codificación impropia de Office ({encoding}); guárdelo de nuevo",
    "cut short: its end is missing; get it anew":
      "cortado: le falta el final; consígalo de nuevo",
    "damaged, or without pages; get it anew":
      "dañado o sin páginas; consígalo de nuevo",
    "damaged, or of a kind that its parser cannot read ({why}); save it anew":
      "dañado, o de una clase que no se sabe leer ({why}); guárdelo de nuevo",
    "damaged: page {n} cannot be read":
      "dañado: la página {n} no se puede leer",
    "damaged: a part of it cannot be unpacked ({why}); copy it anew":
      "dañado: una parte no se puede descomprimir ({why}); cópielo de nuevo",
    "damaged: its list of parts is no XML ({why}); copy it anew":
      "dañado: su lista de partes no es XML ({why}); cópielo de nuevo",
    "not a whole {ending} file ({why}); it may be cut short: copy it anew":
      "no es un archivo {ending} entero ({why}); quizá esté cortado: cópielo de nuevo",
    "a ZIP archive, but no {ending} file; unpack it":
      "un archivo ZIP, pero no {ending}; descomprímalo",
    "not a PDF, whatever its name says; save it as PDF anew":
      "no es un PDF, diga lo que diga su nombre; guárdelo de nuevo como PDF",
    "not a table: a web page or XML; give its name the right ending":
      "no es una tabla, sino una página web o XML; dele a su nombre la terminación debida",
    "no Word document that can be read ({kind}: {why}); open it in Word and save it anew":
      "no es un documento de Word legible ({kind}: {why}); ábralo en Word y guárdelo de nuevo",
    "no Excel workbook that can be read ({kind}: {why}); open it in Excel and save it anew":
      "no es un libro de Excel legible ({kind}: {why}); ábralo en Excel y guárdelo de nuevo",
    "its parser gave what cannot be used; save it anew":
      "de su lectura salió algo inservible; guárdelo de nuevo",
    "its parser gave offsets outside of its text; save it anew":
      "de su lectura salieron posiciones fuera del texto; guárdelo de nuevo",
    "its parser crashed on it ({why}); save it anew, or convert it":
      "su lectura falló ({why}); guárdelo de nuevo o conviértalo",
    "binary: it holds NUL bytes; only text can be indexed":
      "binario: contiene bytes nulos; solo se lee texto",
    "binary: it holds NUL characters; only text can be indexed":
      "binario: contiene caracteres nulos; solo se lee texto",
    "binary: {kind}, not text; give its name the right ending":
      "binario: {kind}, no texto; dele a su nombre la terminación debida",
    "UTF-8 but for {there}; it is cut short, or two files joined":
      "UTF-8 salvo {there}; está cortado, o son dos archivos unidos",
    "UTF-8 mixed with another encoding ({there}); save it as UTF-8":
      "UTF-8 mezclado con otra codificación ({there}); guárdelo como UTF-8",
    "not text in UTF-8 or any other encoding ({there})":
      "no es texto en UTF-8 ni en otra codificación ({there})",
    "not UTF-8 ({there}), but in an old encoding such as Mac Roman or DOS (cp850); save it as UTF-8":
      "no es UTF-8 ({there}), sino una codificación antigua; guárdelo como UTF-8",
    "not UTF-8 ({there}), and too little to tell its encoding by (it may be {names}); save it as UTF-8 (for the first of these: iconv -f {one} -t utf-8)":
      "no es UTF-8 ({there}), y es poco para saber su codificación ({names}); guárdelo como UTF-8",
    "not {encoding}, as its first bytes say: byte 0x{byte} at offset {n}; save it anew as UTF-8":
      "no es {encoding}, como dicen sus primeros bytes (byte {n}); guárdelo de nuevo como UTF-8",
    "its text is not what was indexed; run `footnote index --rebuild`":
      "su texto no es el que se leyó; ejecute `footnote index --rebuild`",
    "there is no page {n} in it":
      "no tiene página {n}",
    "left out by {name}":
      "excluido por {name}",
    "type {type}: {known} can be indexed":
      "tipo {type}: se pueden leer {known}",
    "not a regular file":
      "no es un archivo corriente",
    "a link to what is left out, as its name begins with a dot":
      "un enlace a algo que se deja fuera, pues su nombre empieza por un punto",
    "a link to what is left out by {name}":
      "un enlace a algo excluido por {name}",
    "a link to the documents folder itself":
      "un enlace a la propia carpeta de documentos",
    "a link to {target}, which is indexed {where}":
      "un enlace a {target}, que ya se lee",
    "a link that leads out of the folder, and is not followed; copy in what it leads to":
      "un enlace que sale de la carpeta y no se sigue; copie en ella aquello a lo que lleva",
    "a link that leads out of the folder, and is not followed; copy in what it leads to, or name it with --documents":
      "un enlace que sale de la carpeta y no se sigue; copie en ella aquello a lo que lleva, o nómbrelo con --documents",
  },
};
