"""One report of an invented town in many languages: those that are told by their words, and some that are not."""

from __future__ import annotations

TOLD = {
    "en": "The mayor of Newbridge said on Monday that the bridge over the river would be closed because it had "
    "become too old. It was not certain that the money was enough for a new one, but she hoped that the state "
    "would help. “We have waited for ten years,” said Ada Brill, who lives by the harbour with her sons, “and "
    "now we cannot wait.”",
    "de": "Die Bürgermeisterin von Neubrück sagte am Montag, dass die Brücke über den Fluss geschlossen wird, weil "
    "sie zu alt geworden ist. Es ist nicht sicher, dass das Geld für eine neue reicht, aber sie hofft auf die "
    "Hilfe des Landes. „Wir haben zehn Jahre gewartet“, sagte Ada Brill, die mit ihren Söhnen am Hafen lebt, "
    "„und die Häuser verfallen.“",
    "fr": "La maire de Pontneuf a dit lundi que le pont sur la rivière sera fermé parce qu’il est devenu trop "
    "vieux. Il n’est pas certain que l’argent suffise pour en bâtir un autre, mais elle espère que les "
    "voisins et la région vont aider. « Nous avons attendu dix ans », a dit Ada Brill, qui vit avec ses fils "
    "sur le port, « et les maisons ne sont plus sûres. »",
    "es": "La alcaldesa de Puentenuevo dijo el lunes que el puente sobre el río se cerrará porque es demasiado "
    "viejo. No es seguro que el dinero alcance para uno nuevo, pero espera que la región ayude con las obras. "
    "«Hemos esperado diez años», dijo Ada Brill, que vive con sus hijos en el puerto, «y ya no podemos "
    "esperar más por los barcos».",
    "it": "La sindaca di Pontenuovo ha detto lunedì che il ponte sul fiume sarà chiuso perché è troppo vecchio. Non "
    "è sicuro che i soldi bastino per uno nuovo, ma spera che la regione aiuti. «Aspettiamo da dieci anni», "
    "ha detto Ada Brill, che vive con i figli vicino al porto, «e le case della riva non sono più sicure come "
    "una volta».",
    "nl": "De burgemeester van Nieuwbrug zei maandag dat de brug over de rivier wordt gesloten omdat hij te oud is "
    "geworden. Het is niet zeker dat het geld genoeg is voor een nieuwe, maar zij hoopt dat de provincie "
    "helpt. “We wachten al tien jaar”, zei Ada Brill, die met haar zonen bij de haven woont, “en nu kunnen we "
    "niet langer wachten.”",
    "pt": "A presidente da câmara de Pontenova disse na segunda-feira que a ponte sobre o rio será fechada porque "
    "ficou velha demais. Não é certo que o dinheiro chegue para uma nova, mas espera que o Estado ajude com "
    "as obras. “Esperamos há dez anos”, disse Ada Brill, que vive com os filhos ao lado do porto, “e agora "
    "não podemos esperar mais”.",
}

UNTOLD = {
    "af": "Die burgemeester van Nuweberg het Maandag gesê dat die brug oor die rivier gesluit sal word omdat dit te "
    "oud geword het. Dit is nie seker dat die geld genoeg is vir 'n nuwe een nie, maar sy hoop dat die staat "
    "sal help. Daar is baie motors op die pad, en vir hulle wat aan die ander kant woon, is dit 'n lang "
    "ompad.",
    "ca": "L'alcaldessa de Vallnova va dir dilluns que el pont sobre el riu es tancarà perquè és massa vell. No és "
    "segur que els diners siguin suficients per fer-ne un de nou, però espera que l'estat hi ajudi amb les "
    "obres. Hi ha molts cotxes a la carretera i per als que viuen a l'altra banda és una volta molt llarga.",
    "cs": "Starostka v pondělí řekla, že most přes řeku bude uzavřen, protože je příliš starý. Není jisté, že "
    "peníze na nový stačí, ale doufá, že stát pomůže. Na silnici je mnoho aut a pro ty, kdo bydlí na druhé "
    "straně, to je dlouhá objížďka.",
    "da": "Borgmesteren i Vestrup sagde mandag, at broen over åen skal lukkes, fordi den er blevet for gammel. Det "
    "er ikke sikkert, at de nye penge er nok til en ny, men hun håber, at staten vil hjælpe. Om vinteren er "
    "der mange biler på vejen, og for dem, der bor på den anden side, er det en lang omvej.",
    "fi": "Pormestari sanoi maanantaina, että joen ylittävä silta on suljettava, koska se on liian vanha. Ei ole "
    "varmaa, että rahat riittävät uuteen, mutta hän toivoo, että valtio auttaa. Talvella tiellä on paljon "
    "autoja, ja se on pitkä kiertotie.",
    "gl": "A alcaldesa de Valnova dixo o luns que a ponte sobre o río vai pechar porque é demasiado vella. Non é "
    "seguro que os cartos cheguen para facer unha nova, pero agarda que o estado axude. Hai moitos coches na "
    "estrada e para os que viven do outro lado é unha volta moi longa, máis longa aínda no inverno, coa "
    "estrada nunha lameira.",
    "hu": "A polgármester hétfőn azt mondta, hogy a folyó feletti hidat le kell zárni, mert a szerkezet túl öreg "
    "lett. Nem biztos, hogy a pénz elég az új hídra, de a város reméli, hogy az állam is segít. Télen sok "
    "autó van az úton, és ez nagy kerülő.",
    "lb": "D'Buergermeeschtesch vun Neiduerf sot e Méindeg, datt d'Bréck iwwer de Floss zougemaach gëtt, well se ze "
    "al ginn ass. Et ass net sécher, datt d'Geld fir eng nei duergeet, mee si hofft, datt de Staat hëlleft. "
    "Am Wanter sinn der vill Autoen op der Strooss, a fir déi op där anerer Säit ass et en laangen Ëmwee.",
    "pl": "Burmistrzyni Zaborza powiedziała w poniedziałek, że most na rzece zostanie zamknięty, bo jest za stary. "
    "Nie wiadomo, czy pieniądze wystarczą na nowy, ale ma nadzieję, że państwo pomoże. To nie jest nasza "
    "wina, a zimą to jest problem.",
    "ro": "Primărița din Valea Nouă a spus luni că podul de peste râu va fi închis pentru că a devenit prea vechi. "
    "Nu este sigur că banii ajung pentru unul nou, dar ea speră că statul va ajuta la lucrări. Sunt multe "
    "mașini pe drum și este un ocol.",
    "sv": "Borgmästaren i Västrup sade på måndagen att bron över ån ska stängas eftersom den har blivit för gammal. "
    "Det är inte säkert att pengarna räcker till en ny, men hon hoppas att staten ska hjälpa till. På vintern "
    "är det många bilar på vägen och för dem som bor på den andra sidan är det en lång omväg.",
}
