namespace Listening.Understand;

/// <summary>
/// Frequent words of short posts, by language: greetings, thanks, praise and complaint, what customers buy, small words of grammar.
/// Written for this project. A word may stand in several languages; then it says less.
/// </summary>
internal static class ShortTextWords
{
    public static readonly IReadOnlyDictionary<string, string> ByLanguage = new Dictionary<string, string>
    {
        ["de"] = """
            der die das den dem des ein eine einen einem einer kein keine keinen keiner und oder aber doch weil dass ob wenn als wie ich
            du er sie es wir ihr mich mir dich dir ihn ihm uns euch mein meine meinen dein deine sein seine unser eure ist sind war
            waren bin bist seid hat haben habe hab hatte wird werden wurde kann können könnt muss müssen soll will wollen wollt würde
            darf mag möchte nicht nichts nie niemals niemand nur noch schon sehr auch mal ja nein nee nö jo jep klar genau bitte danke
            dankeschön hier da dort jetzt heute gestern morgen immer wieder mehr viel viele so ganz gar halt eben von vom zu zum zur mit
            bei beim nach aus auf an am im für über unter vor durch gegen ohne um seit bis was wer wo wann warum wieso weshalb welche
            welcher dieser diese dieses jeder alle man etwas macht gibt geht kommt steht läuft lief liegt fehlt fehlte klappt hilft
            nervt reicht stimmt passt schmeckt riecht stinkt hallo moin servus tschüss tschüs grüße gruß guten tag abend nacht mahlzeit
            willkommen herzlichen glückwunsch gute besserung gern gerne freut freue toll toller tolle tolles schön schöne schöner
            schönes klasse prima spitze genial großartig herrlich wunderbar hervorragend ausgezeichnet lecker köstlich schnell schneller
            schnelle langsam langsame günstig billig teuer gut guter gutes besser beste bester bestes schlecht schlechte schlechter
            schlechtes schlimm mies mieser miese übel furchtbar schrecklich grauenhaft grausam peinlich traurig schade leider endlich
            wirklich einfach vielleicht also dann echt richtig völlig total absolut ziemlich kaputt defekt gebrochen gerissen leer voll
            falsch falsche falscher dreckig schmutzig kalt warm heiß laut leise frech unfreundlich freundlich nett hilfsbereit kompetent
            unfähig unverschämt unmöglich unglaublich unfassbar ungenügend mangelhaft enttäuscht enttäuschend zufrieden unzufrieden
            begeistert sauer wütend genervt verärgert glücklich froh empfehlenswert empfehlung empfehlen empfehle weiterempfehlen finger
            weg abzocke betrug betrüger frechheit sauerei schweinerei skandal katastrophe zumutung saftladen mist scheiße kacke dreck
            schrott müll quatsch blödsinn unsinn wahnsinn hammer geil krass mega bombe paket pakete lieferung lieferzeit liefern
            geliefert bestellung bestellt bestellen rechnung zahlung bezahlt geld zurück rückgabe rücksendung retoure erstattung
            gutschrift gutschein umtausch garantie reklamation beschwerde kündigung kündigen gekündigt vertrag konto karte kasse laden
            filiale geschäft markt öffnungszeiten geöffnet geschlossen kundenservice kundendienst kunde kunden mitarbeiter verkäufer
            verkäuferin fahrer bote warteschleife telefon nummer anruf rückruf termin wartezeit antwort antwortet antworten frage fragen
            hilfe anfrage nachricht anmeldung passwort fehler störung ausfall netz empfang strom wasser heizung gerät maschine ware
            qualität größe farbe preis preise wert auswahl angebot rabatt werbung essen trinken kaffee brot bier wein kuchen zimmer
            hotel frühstück urlaub reise zug bahn bus flug verspätung pünktlich verspätet stau auto rad fahrrad schuhe kleid hose jacke
            brille bett matratze küche möbel buch spiel film musik sendung folge woche wochen monat monate jahr jahre stunde stunden
            minuten uhr montag dienstag mittwoch donnerstag freitag samstag sonntag januar februar märz mai juni juli oktober dezember
            eins zwei drei vier fünf sechs sieben acht neun zehn erste zweite letzte nächste neue neuer neues alt alte alter warte
            warten wartet gewartet suche suchen sucht gefunden gekauft kaufen kaufe verkauft gesehen gehört gelesen probiert getestet
            gemacht gegangen gekommen bekommen erhalten verloren vergessen gestohlen storniert gelöscht gesperrt angekommen erledigt
            gerettet repariert funktioniert funktionieren geklappt liebe lieb hasse kenne weiß glaube denke finde hoffe wünsche brauche
            brauchen nehme nimm gib schau schaut guck komm melden meldet melde meldung schreibt schreiben ruft ruhe raus rein hin her
            oben unten links rechts nochmal nimmer keinesfalls jederzeit sofort bald später früher eilig dringend wichtig gleich anders
            allein zusammen gemeinsam selbst selber zuhause daheim draußen drinnen überall nirgends irgendwie irgendwann irgendwo jedoch
            trotzdem deshalb darum daher damit davon dazu dafür dagegen daran darauf alles beides tage mann frau kind kinder leute
            mensch menschen familie freund freundin chef chefin arbeit stelle bewerbung lohn gehalt waschmaschine spülmaschine
            geschirrspüler trockner kühlschrank gefrierschrank backofen herd mikrowelle toaster wasserkocher staubsauger bügeleisen
            fernseher handy ladegerät akku kabel kopfhörer lautsprecher bildschirm drucker rechner laptop stecker dose glühbirne
            schraube werkzeug bohrer fahrt fahrten preisliste abo kundin bescheid ahnung boah puh hä aha ach oje tja dank vielen besten
            haha hihi naja joa yo digga bro moinsen ciao prost seife zucker salz butter käse wurst
            super top ok okay bravo
            """,
        ["en"] = """
            the a an and or but because that if when as than then this these those there here i you he she it we they me him her us them
            my your his its our their mine is are was were be been being am has have had having do does did doing done will would can
            could should may might must shall not no nope yes yep yeah never nothing none nobody only still already very also just
            please thanks thank cheers now today yesterday tomorrow tonight always again ever more most much many so all some any every
            each of to with at by from on in into for about over under before after through against without since until between out up
            down off away back what who whom whose where why which how everyone someone anybody get got gets getting make made makes go
            goes going gone went come came coming take took taken give gave given keep kept put say says said tell told ask asked know
            knew think thought feel felt find found see saw seen look looks looking looked watch hear heard try tried trying use used
            using want wants wanted need needs needed like likes liked love loved loves loving hate hated hates hope wish enjoy enjoyed
            miss missed missing wait waited waiting call called calling answer answered answers reply replied replies respond responded
            response help helped helps helpful fix fixed stop stopped start started open opened opens close closed closes buy bought
            buying sell sold pay paid paying cost costs charge charged order ordered orders deliver delivered delivery deliveries arrive
            arrived arrives ship shipped shipping sent send sending return returned returns refund refunded refunds cancel cancelled
            canceled exchange replace replacement parcel package box invoice bill receipt account card payment money price prices pricey
            cheap cheaper expensive overpriced worth value deal discount voucher coupon sale offer subscription contract customer
            customers staff driver waiter waitress manager team people guy guys man woman lady kid kids child children family friend
            friends shop store branch checkout queue phone number mail email message chat website site page login password crash crashed
            crashes crashing bug bugs broken broke break faulty damaged cracked ripped torn stolen lost wrong late early slow slower
            fast faster quick quickly prompt promptly good great nice lovely fine excellent amazing awesome brilliant fantastic superb
            wonderful perfect outstanding impressive impressed beautiful gorgeous delicious tasty yummy happy pleased glad delighted
            satisfied friendly polite kind rude bad worse worst poor awful terrible horrible dreadful appalling disgusting disgrace
            disgraceful shameful shame joke useless pointless hopeless rubbish garbage trash crap crappy shit shitty damn hell scam
            scammers fraud thieves liars rip ripoff avoid beware careful stay clear disappointed disappointing disappointment annoyed
            annoying angry furious fed sick tired upset sad sorry ashamed unacceptable unbelievable ridiculous incredible absolutely
            totally completely really truly simply highly extremely quite pretty rather too enough almost maybe perhaps probably finally
            sadly unfortunately honestly seriously literally recommend recommended recommends recommendation agree agreed disagree true
            false right exactly sure okay alright well congratulations congrats welcome hello hey hi bye goodbye morning evening night
            day days week weeks month months year years hour hours minute minutes time times monday tuesday wednesday thursday friday
            saturday sunday one two three four five six seven eight nine ten first second third last next new old big small huge little
            long short high low hot cold warm fresh clean dirty empty full free busy easy hard difficult different same other another
            best better top quality size colour color food drink coffee tea bread beer wine cake meal dinner lunch breakfast room bed
            bath kitchen house home car bike train bus flight plane ticket tickets delay delayed journey trip holiday beach city town
            street road water power heating outage signal network screen battery charger cable game games movie film song music book
            books series episode season shoes dress jacket shirt jeans bag glasses mattress sofa chair table product products item items
            brand company business job work works worked working doesnt dont didnt cant wont isnt wasnt couldnt wouldnt wasn isn doesn
            don didn won couldn wouldn haven hasn mate dude bro lol omg wtf wow ugh meh yay anyone anything something everything
            somewhere anywhere nowhere soon later ago yet once twice washer dishwasher dryer fridge freezer oven stove cooker microwave
            toaster kettle vacuum hoover iron telly tv television laptop computer printer headphones speaker keyboard mouse plug socket
            bulb tap sink toilet shower soap towel taste tastes tasted smell smells smelled sound sounds seem seems thing things stuff
            bit lot idea clue way point reason excuse excuses wonder howdy innit gonna wanna gotta kinda yall yo aye ta nah oops ouch
            phew blimey bloody bollocks skint knackered gutted chuffed dodgy peng lit sucks sucked boo hooray haha hahaha definitely
            definately obviously apparently actually basically brokn
            super top ok okay bravo
            """,
        ["fr"] = """
            le la les un une des du de au aux et ou mais donc car ni je tu il elle on nous vous ils elles me te se moi toi lui leur
            leurs mon ma mes ton ta tes son sa ses notre nos votre vos ce cet cette ces cela ça ceci est es suis sont sommes êtes était
            étaient sera serait être ai as a avons avez ont avait aura aurait avoir fait faire fais faites va vais vont aller peut peux
            pouvez pouvoir veut veux voulez vouloir doit dois devez devoir faut sait sais savez ne pas plus jamais rien personne aucun
            aucune non oui si ouais très trop peu beaucoup assez bien mal mieux pire encore déjà toujours souvent parfois vraiment
            simplement absolument totalement complètement tellement surtout juste seulement aussi avec sans pour par dans sur sous chez
            entre vers depuis pendant avant après contre que qui quoi où quand comment pourquoi combien quel quelle quels quelles merci
            mille bonjour bonsoir salut coucou bonne nuit journée soirée revoir adieu bienvenue félicitations bravo pardon désolé
            désolée excusez svp plaît plait bon bons bonnes beau belle beaux belles joli jolie super génial géniale excellent excellente
            parfait parfaite magnifique superbe formidable merveilleux délicieux délicieuse agréable sympa sympathique gentil gentille
            aimable accueillant accueil chaleureux rapide rapides rapidement lent lente efficace pratique content contente contents
            satisfait satisfaite ravi ravie heureux heureuse déçu déçue déçus décevant décevante déception mauvais mauvaise nul nulle
            nuls horrible affreux terrible catastrophe catastrophique honte honteux scandale scandaleux inadmissible inacceptable
            incroyable lamentable minable médiocre pourri pourrie dégueulasse dégoûtant sale froid froide chaud chaude cher chère chers
            prix arnaque arnaqueurs voleurs escroc escroquerie menteurs fuir éviter attention méfiez incompétent incompétents
            incompétence malpoli désagréable merde putain bordel colis livraison livré livrée livreur commande commandé commander
            facture remboursement rembourser remboursé remboursée retour échange panne cassé cassée casse abîmé abîmée défectueux marche
            fonctionne réponse répond répondent répondez répondu réclamation plainte résiliation résilier contrat abonnement compte
            carte argent paiement payé payer caisse magasin boutique vendeur vendeuse personnel équipe client clients clientèle
            téléphone appel numéro rendez attente attends attendre attendu retard retards reçu reçue recevoir envoyé envoi perdu perdue
            volé volée produit produits article qualité taille couleur choix offre promo réduction cadeau recommande recommandé
            recommander conseille adore adoré aime aimé aimer déteste nourriture repas plat plats vin bière pain café gâteau petit
            déjeuner chambre hôtel plage vacances voyage train avion vol bus voiture vélo maison chaussures robe veste sac lunettes lit
            matelas cuisine meuble livre jeu film musique série chanson semaine semaines mois an ans année années jour jours heure
            heures hier aujourd hui demain maintenant matin soir midi lundi mardi mercredi jeudi vendredi samedi dimanche deux trois
            quatre cinq six sept huit neuf dix premier première dernier dernière nouveau nouvelle vieux vieille grand grande petite long
            longue tout toute tous toutes chaque autre autres même enfin bientôt tard tôt vite ici là partout ailleurs dommage hélas
            bref voilà courage chapeau coeur cœur aide aidez aider besoin problème problèmes erreur mot passe connexion site internet
            réseau électricité eau chauffage rupture stock indisponible fermé fermée ouvert ouverte gratuit gratuite jolis top lave
            linge vaisselle sèche frigo réfrigérateur congélateur four cuisinière micro ondes bouilloire aspirateur télé télévision
            ordinateur portable imprimante casque écouteurs chargeur câble batterie prise ampoule clavier souris écran savon goût odeur
            sent bof ouf beurk miam zut mince aïe hein ben bah mdr ptdr lol voyons tiens allez allô idée sucre sel beurre fromage
            super top ok okay bravo
            """,
        ["es"] = """
            el la los las un una unos unas lo al del de y e o u pero sino porque que si como cuando donde dónde cuándo cómo qué quién
            quien cuál cuánto cuanto por para con sin en a desde hasta entre sobre contra hacia yo tú tu él ella usted nosotros vosotros
            ellos ellas ustedes me te se nos os le les mi mis tus su sus nuestro nuestra vuestro este esta esto estos estas ese esa eso
            aquel es son soy eres somos era fue fueron ser está están estoy estamos estaba estar he has ha hemos han había haber hay
            tengo tienes tiene tenemos tienen tener hago hace hacen hacer voy va van vamos ir puedo puede pueden poder quiero quiere
            querer debe sé sabe saber no nunca jamás nada nadie ningún ninguno ninguna sí ya muy mucho mucha muchos muchas poco poca más
            menos tan tanto demasiado bien mal mejor peor todavía aún siempre también tampoco sólo solo casi ahora hoy ayer mañana luego
            después antes pronto tarde temprano aquí ahí allí gracias mil hola buenas buenos días tardes noches adiós saludos bienvenido
            felicidades enhorabuena perdón disculpe siento favor vale claro bueno buena buenísimo buenísima malo mala malos malas
            malísimo malísima genial estupendo excelente perfecto perfecta fantástico maravilloso maravillosa increíble espectacular
            magnífico precioso preciosa bonito bonita lindo linda rico rica delicioso deliciosa agradable amable amables simpático
            rápido rápida rápidos lento lenta barato barata caro cara carísimo contento contenta feliz satisfecho satisfecha encantado
            encantada encanta encantó decepcionado decepcionada decepción decepcionante horrible fatal pésimo pésima terrible asqueroso
            asco sucio sucia frío fría vergüenza vergonzoso inaceptable lamentable penoso desastre estafa estafadores ladrones
            mentirosos timo robo fraude cuidado eviten evitar mierda joder basura inútil inútiles maleducado grosero paquete paquetes
            envío envíos enviado entrega entregado entregan pedido pedidos pedir compra comprar comprado compré factura cobro cobrado
            cobran pagar pagado pago dinero devolución devolver devuelto reembolso cambio garantía reclamación queja cancelar cancelado
            baja contrato cuenta tarjeta caja tienda tiendas vendedor vendedora personal equipo cliente clientes atención teléfono
            llamada llamar llaman número cita espera esperando esperar retraso llega llegó llegado llegar falta roto rota rompió dañado
            defectuoso funciona funcionan funcionó sirve respuesta responden responde contestan contesta contestar ayuda ayudan ayuden
            problema problemas error contraseña red luz agua calefacción producto productos calidad talla color precio precios oferta
            descuento regalo recomiendo recomendable recomendado recomendaría amo adoro odio gusta gustó gustan comida plato vino
            cerveza pan café pastel desayuno cena habitación hotel playa vacaciones viaje tren avión vuelo autobús coche bici casa
            zapatos vestido chaqueta bolso gafas cama colchón cocina libro juego película música serie canción semana semanas mes meses
            año años día hora horas lunes martes miércoles jueves viernes sábado domingo dos tres cuatro cinco seis siete ocho nueve
            diez primero primera último última nuevo nueva viejo vieja grande pequeño pequeña largo todo toda todos todas cada otro otra
            mismo algo alguien lástima ojalá ánimo suerte abierto cerrado gratis agotado volveré vuelvo volver repetiré quedo lavadora
            lavavajillas secadora nevera frigorífico refrigerador congelador horno microondas tostadora hervidor aspiradora plancha tele
            televisor televisión ordenador computadora impresora auriculares cargador cable batería enchufe bombilla teclado ratón
            pantalla móvil celular jabón sabor huele ni pues vaya venga anda órale ándale híjole caramba ojo uf ay jaja jajaja tío tía
            chicos idea embargo azúcar sal mantequilla queso guay chulo chévere padre bacán
            super top ok okay bravo
            """,
        ["it"] = """
            il lo la i gli le un uno una l di del dello della dei degli delle a al allo alla ai agli alle da dal dalla dai in nel nella
            nei nelle su sul sulla con per tra fra senza contro verso e ed o ma perché se che chi cosa come quando dove quanto quale
            quali io tu lui lei noi voi loro mi ti si ci vi me te mio mia miei mie tuo tua suo sua nostro nostra vostro questo questa
            questi queste quello quella è sono sei siamo siete era erano essere stato stata ho hai ha abbiamo avete hanno aveva avere
            faccio fa fanno fare fatto vado va vanno andare posso può possono potete voglio vuole devo deve so sa sapere non mai niente
            nulla nessuno nessuna no sì già ancora sempre anche molto molta molti molte poco poca più meno tanto tanta troppo troppa
            così bene male meglio peggio solo quasi adesso ora oggi ieri domani dopo prima presto tardi subito qui qua lì là ovunque
            grazie mille ciao salve buongiorno buonasera buonanotte arrivederci saluti benvenuto auguri complimenti congratulazioni
            scusate scusa scusi prego piacere favore certo buono buona buoni buone buonissimo buonissima ottimo ottima ottimi bravo
            brava bravi bravissimi bello bella belli belle bellissimo bellissima perfetto perfetta eccellente fantastico fantastica
            meraviglioso meravigliosa stupendo stupenda splendido magnifico favoloso incredibile delizioso squisito gustoso gentile
            gentili gentilissimi cordiale simpatico disponibile disponibili veloce veloci velocissimo rapido rapida lento lenta lenti
            economico caro cara carissimo contento contenta felice soddisfatto soddisfatta deluso delusa delusi deludente delusione
            cattivo cattiva pessimo pessima pessimi terribile orribile schifo schifoso sporco sporca freddo fredda caldo vergogna
            vergognoso vergognosa inaccettabile scandaloso assurdo ridicolo disastro truffa truffatori ladri bugiardi imbroglioni
            attenzione evitate evitare merda cazzo spazzatura inutile inutili maleducati maleducato incompetenti scortese pacco pacchi
            spedizione spedito consegna consegnato consegnano corriere ordine ordini ordinato ordinare acquisto acquistato comprato
            comprare fattura addebito addebitato pagare pagato pagamento soldi rimborso rimborsato reso restituzione cambio garanzia
            reclamo disdetta disdire annullato annullare contratto abbonamento conto carta cassa negozio negozi commesso commessa
            personale squadra cliente clienti assistenza telefono chiamata chiamare numero appuntamento attesa aspetto aspettando
            aspettare ritardo ritardi arrivato arrivata arriva manca mancano rotto rotta rotti danneggiato difettoso funziona funzionano
            funzionava risposta rispondono risponde rispondete rispondere aiuto aiutate problema problemi errore password rete luce
            acqua riscaldamento prodotto prodotti qualità taglia colore prezzo prezzi offerta sconto regalo consiglio consigliato
            consigliatissimo consigliata sconsiglio sconsigliato raccomando adoro amo odio piace piaciuto piaciuta cibo piatto vino
            birra pane caffè torta colazione cena pranzo camera albergo spiaggia vacanza vacanze viaggio treno aereo volo autobus
            macchina bici casa scarpe vestito giacca borsa occhiali letto materasso cucina libro gioco film musica serie canzone
            settimana settimane mese mesi anno anni giorno giorni ore lunedì martedì mercoledì giovedì venerdì sabato domenica due tre
            quattro cinque sette otto nove dieci primo ultima ultimo nuovo nuova vecchio vecchia grande piccolo piccola lungo tutto
            tutta tutti tutte ogni altro altra stesso qualcosa qualcuno peccato purtroppo magari finalmente davvero veramente
            assolutamente semplicemente boh beh aperto chiuso gratis esaurito tornerò torneremo lavatrice lavastoviglie asciugatrice
            frigorifero frigo congelatore freezer forno fornello microonde tostapane bollitore aspirapolvere ferro televisore
            televisione computer stampante cuffie caricabatterie caricatore cavo batteria presa lampadina tastiera schermo cellulare
            telefonino bolletta bollette sapone sapore puzza profumo figurati figuriamoci macché mannaggia ahimè uffa mah ehi ecco
            allora insomma appunto caspita idea zucchero sale burro formaggio ahahah neanche nemmeno
            super top ok okay bravo
            """,
        ["pt"] = """
            o os a as um uma uns umas do da dos das de no na nos nas ao à aos às pelo pela com sem para pra por em entre sobre até desde
            contra e ou mas porque se que quem qual quando onde como quanto eu tu você vocês ele ela nós eles elas me te lhe meu minha
            meus minhas teu tua seu sua seus suas nosso nossa este esta isto esse essa isso aquele aquilo é são sou somos era foi foram
            ser está estão estou estamos estava estar tá tô tenho tem têm temos tinha ter há faço faz fazem fazer feito vou vai vão
            vamos ir posso pode podem poder quero quer querer deve sei sabe saber não nunca jamais nada ninguém nenhum nenhuma sim já
            ainda sempre também muito muita muitos muitas pouco pouca mais menos tão tanto demais bem mal melhor pior só quase agora
            hoje ontem amanhã depois antes logo cedo tarde aqui aí ali lá obrigado obrigada obrigados valeu olá oi bom boa bons boas dia
            noite tchau adeus abraço abraços bem-vindo parabéns desculpe desculpa favor claro ótimo ótima ótimos excelente perfeito
            perfeita fantástico maravilhoso maravilhosa incrível espetacular magnífico lindo linda bonito bonita gostoso gostosa
            delicioso deliciosa agradável simpático simpáticos educado atencioso rápido rápida lento lenta barato barata caro cara
            caríssimo contente feliz satisfeito satisfeita encantado adorei adoro amei amo gostei gosto odeio odiei decepcionado
            decepcionada decepção desiludido desilusão decepcionante horrível péssimo péssima péssimos terrível ruim ruins mau má maus
            nojo nojento sujo suja frio fria vergonha vergonhoso inaceitável lamentável absurdo palhaçada desastre golpe golpistas burla
            burlões fraude ladrões mentirosos enganação cuidado evitem fujam merda porra lixo inútil grosseiro mal-educado encomenda
            encomendas pacote envio enviado entrega entregue entregam entregaram pedido pedidos compra comprar comprei comprado fatura
            cobrança cobrado cobram pagar paguei pago pagamento dinheiro devolução devolver devolvido reembolso estorno troca garantia
            reclamação queixa cancelar cancelado cancelei contrato conta cartão caixa loja lojas vendedor vendedora funcionário
            funcionários equipe equipa cliente clientes atendimento apoio telefone ligação ligar número consulta espera esperando
            esperar espero atraso atrasado atrasada chegou chega chegar falta faltou quebrado quebrada quebrou partido avariado
            estragado defeito funciona funcionam funcionou serve resposta respondem responde responder ajuda ajudem ajudar problema
            problemas erro senha rede luz água aquecimento produto produtos qualidade tamanho cor preço preços oferta desconto presente
            recomendo recomendado recomendaria comida prato vinho cerveja pão café bolo jantar almoço quarto hotel praia férias viagem
            trem comboio avião voo ônibus autocarro carro bicicleta casa sapatos vestido jaqueta casaco bolsa óculos cama colchão
            cozinha livro jogo filme música série canção semana semanas mês meses ano anos dias hora horas segunda terça quarta quinta
            sexta sábado domingo dois duas três quatro cinco seis sete oito nove dez primeiro primeira último última novo nova velho
            velha grande pequeno pequena longo tudo toda todo todos todas cada outro outra mesmo algo alguém pena infelizmente
            finalmente realmente absolutamente simplesmente sorte aberto fechado grátis esgotado voltarei volto voltar lavadora máquina
            lavar louça secadora geladeira frigorífico congelador freezer forno fogão microondas torradeira chaleira aspirador ferro
            televisão tv computador impressora fones auscultadores carregador cabo bateria tomada lâmpada teclado tela ecrã celular
            telemóvel sabão sabonete sabor cheira cheiro cadê sumiu sumiram sumir kk kkk kkkk kkkkk kkkkkk rs rsrs haha eita ué poxa opa
            uai bah caramba fixe giro porreiro legal massa beleza ideia nem açúcar sal manteiga queijo alô
            super top ok okay bravo
            """,
        ["other"] = """
            het een en van maar met voor dat ik je zijn heel ook naar wat waar mijn deze nooit slecht slechte goed goede bedankt dank
            snelle snel niet geen wel hoe waarom wanneer pakket bestelling levering geld terug klantenservice werkt kapot prima leuk
            mooi lekker duur bir ve bu çok için ama değil ben sen ile gibi daha var yok teşekkürler teşekkür ederim merhaba güzel kötü
            berbat hiç evet hayır nerede nasıl neden kargo kargom sipariş para iade harika jest nie na się że jak ale bardzo dla
            dziękuję dzięki nigdy polecam dobry dobre dobra zły słabo tak gdzie kiedy paczka przesyłka zamówienie pieniądze zwrot
            świetnie fatalnie och är inte det att jag på för som ett men til og ikke er jeg tack takk mycket meget väldigt dålig dårlig
            bra aldrig aldri från när hvor paket pakke
            """,
    };
}
